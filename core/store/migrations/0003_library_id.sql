-- Which library this is: two of them can count the same generations at the same place. FORMAT.md tells more.

INSERT INTO meta VALUES ('library_id', lower(hex(randomblob(16))));
