<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>Answer</name>
    <message numerus="yes">
        <source>%Ln photo(s) match well.</source>
        <translation>
            <numerusform>%Ln photo matches well.</numerusform>
            <numerusform>%Ln photos match well.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln may match.</source>
        <translation>
            <numerusform>%Ln may match.</numerusform>
            <numerusform>%Ln may match.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FilterChoice</name>
    <message numerus="yes">
        <source>%Ln star(s) or more</source>
        <translation>
            <numerusform>%Ln star or more</numerusform>
            <numerusform>%Ln stars or more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Progress</name>
    <message numerus="yes">
        <source>%Ln minute(s) left</source>
        <translation>
            <numerusform>%Ln minute left</numerusform>
            <numerusform>%Ln minutes left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln hour(s) left</source>
        <translation>
            <numerusform>%Ln hour left</numerusform>
            <numerusform>%Ln hours left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TuneText</name>
    <message numerus="yes">
        <source>%Ln held-out photo(s) come further up among the first 10</source>
        <translation>
            <numerusform>%Ln held-out photo comes further up among the first 10</numerusform>
            <numerusform>%Ln held-out photos come further up among the first 10</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %Ln fall(s) back</source>
        <translation>
            <numerusform>, %Ln falls back</numerusform>
            <numerusform>, %Ln fall back</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saysee::ui::FilterPopup</name>
    <message numerus="yes">
        <source>%Ln star(s) or more</source>
        <translation>
            <numerusform>%Ln star or more</numerusform>
            <numerusform>%Ln stars or more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saysee::ui::FolderModel</name>
    <message numerus="yes">
        <source>%1, %Ln photo(s). %2</source>
        <translation>
            <numerusform>%1, %Ln photo. %2</numerusform>
            <numerusform>%1, %Ln photos. %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saysee::ui::HistoryModel</name>
    <message numerus="yes">
        <source>%Ln best</source>
        <translation>
            <numerusform>%Ln best</numerusform>
            <numerusform>%Ln best</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln maybe</source>
        <translation>
            <numerusform>%Ln maybe</numerusform>
            <numerusform>%Ln maybe</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saysee::ui::HistoryPanel</name>
    <message numerus="yes">
        <source>%Ln query(s) deleted</source>
        <translation>
            <numerusform>%Ln query deleted</numerusform>
            <numerusform>%Ln queries deleted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln past query(s), %1 min of sound. They stay on this machine; the settings say for how long.</source>
        <translation>
            <numerusform>%Ln past query, %1 min of sound. It stays on this machine; the settings say for how long.</numerusform>
            <numerusform>%Ln past queries, %1 min of sound. They stay on this machine; the settings say for how long.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saysee::ui::LabelPanel</name>
    <message numerus="yes">
        <source>%Ln pair(s) today, %L1 in all, %L2 accepted</source>
        <translation>
            <numerusform>%Ln pair today, %L1 in all, %L2 accepted</numerusform>
            <numerusform>%Ln pairs today, %L1 in all, %L2 accepted</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saysee::ui::LibraryController</name>
    <message numerus="yes">
        <source>%Ln photo(s)</source>
        <translation>
            <numerusform>%Ln photo</numerusform>
            <numerusform>%Ln photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln folder(s) added; the photos are being indexed, see Jobs.</source>
        <translation>
            <numerusform>%Ln folder added; the photos are being indexed, see Jobs.</numerusform>
            <numerusform>%Ln folders added; the photos are being indexed, see Jobs.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saysee::ui::LibraryPanel</name>
    <message numerus="yes">
        <source>%Ln file(s) could not be read</source>
        <translation>
            <numerusform>%Ln file could not be read</numerusform>
            <numerusform>%Ln files could not be read</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saysee::ui::PairsController</name>
    <message numerus="yes">
        <source>%Ln pair(s) written to %1.</source>
        <translation>
            <numerusform>%Ln pair written to %1.</numerusform>
            <numerusform>%Ln pairs written to %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln left out: %1</source>
        <translation>
            <numerusform>%Ln left out: %1</numerusform>
            <numerusform>%Ln left out: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saysee::ui::PairsPanel</name>
    <message numerus="yes">
        <source>%Ln pair(s) deleted</source>
        <translation>
            <numerusform>%Ln pair deleted</numerusform>
            <numerusform>%Ln pairs deleted</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saysee::ui::PrivacySection</name>
    <message numerus="yes">
        <source>%Ln past query(s), %1 min of sound, %2 of them kept always.</source>
        <translation>
            <numerusform>%Ln past query, %1 min of sound, %2 of them kept always.</numerusform>
            <numerusform>%Ln past queries, %1 min of sound, %2 of them kept always.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln query(s) deleted.</source>
        <translation>
            <numerusform>%Ln query deleted.</numerusform>
            <numerusform>%Ln queries deleted.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete past queries and their sound that are older than %Ln day(s), except those that you keep always?</source>
        <translation>
            <numerusform>Delete past queries and their sound that are older than %Ln day, except those that you keep always?</numerusform>
            <numerusform>Delete past queries and their sound that are older than %Ln days, except those that you keep always?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saysee::ui::ResultArea</name>
    <message numerus="yes">
        <source>Show %Ln weak match(es)</source>
        <translation>
            <numerusform>Show %Ln weak match</numerusform>
            <numerusform>Show %Ln weak matches</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saysee::ui::ResultModel</name>
    <message numerus="yes">
        <source>Nearest guesses: %Ln photo(s)</source>
        <translation>
            <numerusform>Nearest guess: %Ln photo</numerusform>
            <numerusform>Nearest guesses: %Ln photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln photo(s)</source>
        <translation>
            <numerusform>%1: %Ln photo</numerusform>
            <numerusform>%1: %Ln photos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saysee::ui::TunePanel</name>
    <message numerus="yes">
        <source>%Ln description(s)</source>
        <translation>
            <numerusform>%Ln description</numerusform>
            <numerusform>%Ln descriptions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>of %Ln photo(s): %L1 to learn from, %L2 to know when to stop, %L3 to judge by.</source>
        <translation>
            <numerusform>of %Ln photo: %L1 to learn from, %L2 to know when to stop, %L3 to judge by.</numerusform>
            <numerusform>of %Ln photos: %L1 to learn from, %L2 to know when to stop, %L3 to judge by.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln more pair(s) have no recording: a voice learns nothing from them.</source>
        <translation>
            <numerusform>%Ln more pair has no recording: a voice learns nothing from it.</numerusform>
            <numerusform>%Ln more pairs have no recording: a voice learns nothing from them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln more pair(s) wait to be accepted in the Label panel.</source>
        <translation>
            <numerusform>%Ln more pair waits to be accepted in the Label panel.</numerusform>
            <numerusform>%Ln more pairs wait to be accepted in the Label panel.</numerusform>
        </translation>
    </message>
</context>
</TS>
