<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>Answer</name>
    <message numerus="yes">
        <source>%n photo(s) match well.</source>
        <translation>
            <numerusform>%n photo matches well.</numerusform>
            <numerusform>%n photos match well.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n may match.</source>
        <translation>
            <numerusform>%n may match.</numerusform>
            <numerusform>%n may match.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>IncomingFiles</name>
    <message numerus="yes">
        <source>A search takes one picture and one sound file: the first one of %n file(s) is used. To add photos, drop their folder.</source>
        <translation>
            <numerusform>A search takes one picture and one sound file: the first one of %n file is used. To add photos, drop their folder.</numerusform>
            <numerusform>A search takes one picture and one sound file: the first one of %n files is used. To add photos, drop their folder.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Progress</name>
    <message numerus="yes">
        <source>%n minute(s) left</source>
        <translation>
            <numerusform>%n minute left</numerusform>
            <numerusform>%n minutes left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s) left</source>
        <translation>
            <numerusform>%n hour left</numerusform>
            <numerusform>%n hours left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saysee::ui::FilterPopup</name>
    <message numerus="yes">
        <source>%n star(s) or more</source>
        <translation>
            <numerusform>%n star or more</numerusform>
            <numerusform>%n stars or more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saysee::ui::FolderModel</name>
    <message numerus="yes">
        <source>%1, %n photo(s). %2</source>
        <translation>
            <numerusform>%1, %n photo. %2</numerusform>
            <numerusform>%1, %n photos. %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saysee::ui::HistoryModel</name>
    <message numerus="yes">
        <source>%n best</source>
        <translation>
            <numerusform>%n best</numerusform>
            <numerusform>%n best</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n maybe</source>
        <translation>
            <numerusform>%n maybe</numerusform>
            <numerusform>%n maybe</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saysee::ui::HistoryPanel</name>
    <message numerus="yes">
        <source>%n query(s) deleted</source>
        <translation>
            <numerusform>%n query deleted</numerusform>
            <numerusform>%n queries deleted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n past query(s), %1 min of sound. They stay on this machine; the settings say for how long.</source>
        <translation>
            <numerusform>%n past query, %1 min of sound. It stays on this machine; the settings say for how long.</numerusform>
            <numerusform>%n past queries, %1 min of sound. They stay on this machine; the settings say for how long.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saysee::ui::LabelPanel</name>
    <message numerus="yes">
        <source>%n pair(s) today, %1 in all, %2 accepted</source>
        <translation>
            <numerusform>%n pair today, %1 in all, %2 accepted</numerusform>
            <numerusform>%n pairs today, %1 in all, %2 accepted</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saysee::ui::LibraryController</name>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n photo</numerusform>
            <numerusform>%n photos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saysee::ui::LibraryPanel</name>
    <message numerus="yes">
        <source>%n file(s) could not be read</source>
        <translation>
            <numerusform>%n file could not be read</numerusform>
            <numerusform>%n files could not be read</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saysee::ui::PrivacySection</name>
    <message numerus="yes">
        <source>%n past query(s), %1 min of sound, %2 of them kept always.</source>
        <translation>
            <numerusform>%n past query, %1 min of sound, %2 of them kept always.</numerusform>
            <numerusform>%n past queries, %1 min of sound, %2 of them kept always.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n query(s) deleted.</source>
        <translation>
            <numerusform>%n query deleted.</numerusform>
            <numerusform>%n queries deleted.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saysee::ui::ResultArea</name>
    <message numerus="yes">
        <source>Show %n weak match(es)</source>
        <translation>
            <numerusform>Show %n weak match</numerusform>
            <numerusform>Show %n weak matches</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saysee::ui::ResultModel</name>
    <message numerus="yes">
        <source>Nearest guesses: %n photo(s)</source>
        <translation>
            <numerusform>Nearest guess: %n photo</numerusform>
            <numerusform>Nearest guesses: %n photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %n photo(s)</source>
        <translation>
            <numerusform>%1: %n photo</numerusform>
            <numerusform>%1: %n photos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saysee::ui::TunePanel</name>
    <message numerus="yes">
        <source>%n description(s)</source>
        <translation>
            <numerusform>%n description</numerusform>
            <numerusform>%n descriptions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>of %n photo(s): %1 to learn from, %2 to know when to stop, %3 to judge by.</source>
        <translation>
            <numerusform>of %n photo: %1 to learn from, %2 to know when to stop, %3 to judge by.</numerusform>
            <numerusform>of %n photos: %1 to learn from, %2 to know when to stop, %3 to judge by.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more pair(s) wait to be accepted.</source>
        <translation>
            <numerusform>%n more pair waits to be accepted.</numerusform>
            <numerusform>%n more pairs wait to be accepted.</numerusform>
        </translation>
    </message>
</context>
</TS>
