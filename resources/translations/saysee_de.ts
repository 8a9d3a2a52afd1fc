<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>Advice</name>
    <message>
        <source>Check the microphone in the settings, or speak a little louder and closer.</source>
        <translation>Prüfen Sie das Mikrofon in den Einstellungen, oder sprechen Sie etwas lauter und näher.</translation>
    </message>
    <message>
        <source>Choose another model pack in the settings, or install this one again.</source>
        <translation>Wählen Sie in den Einstellungen ein anderes Modellpaket, oder installieren Sie dieses neu.</translation>
    </message>
    <message>
        <source>Another SaySee is using it; close that one or wait.</source>
        <translation>Ein anderes SaySee benutzt es gerade; schließen Sie jenes oder warten Sie.</translation>
    </message>
    <message>
        <source>Check that the disk is there, not full, and that you may write to it.</source>
        <translation>Prüfen Sie, ob der Datenträger da und nicht voll ist und ob Sie darauf schreiben dürfen.</translation>
    </message>
    <message>
        <source>Unplug and plug in the device, or choose another one in the settings.</source>
        <translation>Ziehen Sie das Gerät ab und stecken Sie es wieder an, oder wählen Sie in den Einstellungen ein anderes.</translation>
    </message>
    <message>
        <source>Close other programs or choose a smaller model pack.</source>
        <translation>Schließen Sie andere Programme, oder wählen Sie ein kleineres Modellpaket.</translation>
    </message>
    <message>
        <source>It was made by another version or for another model; update SaySee or switch the model.</source>
        <translation>Es stammt von einer anderen Version oder gehört zu einem anderen Modell; erneuern Sie SaySee oder wechseln Sie das Modell.</translation>
    </message>
</context>
<context>
    <name>Answer</name>
    <message>
        <source>The file name says &quot;%1&quot;.</source>
        <translation>Der Dateiname sagt „%1“.</translation>
    </message>
    <message>
        <source>The folder is called &quot;%1&quot;.</source>
        <translation>Der Ordner heißt „%1“.</translation>
    </message>
    <message>
        <source>The title says &quot;%1&quot;.</source>
        <translation>Der Titel sagt „%1“.</translation>
    </message>
    <message>
        <source>It has the keyword &quot;%1&quot;.</source>
        <translation>Es trägt das Stichwort „%1“.</translation>
    </message>
    <message>
        <source>It was taken in &quot;%1&quot;.</source>
        <translation>Es wurde in „%1“ aufgenommen.</translation>
    </message>
    <message>
        <source>It shows &quot;%1&quot;.</source>
        <translation>Es zeigt „%1“.</translation>
    </message>
    <message>
        <source>Best</source>
        <translation>Am besten</translation>
    </message>
    <message>
        <source>Maybe</source>
        <translation>Vielleicht</translation>
    </message>
    <message>
        <source>Weak</source>
        <translation>Schwach</translation>
    </message>
    <message>
        <source>The library is empty: add a folder of photos first.</source>
        <translation>Die Sammlung ist leer: Fügen Sie zuerst einen Ordner mit Fotos hinzu.</translation>
    </message>
    <message>
        <source>Nothing in your library matches.</source>
        <translation>Nichts in Ihrer Sammlung passt.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) match well.</source>
        <translation>
            <numerusform>%Ln Foto passt gut.</numerusform>
            <numerusform>%Ln Fotos passen gut.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln may match.</source>
        <translation>
            <numerusform>%Ln passt vielleicht.</numerusform>
            <numerusform>%Ln passen vielleicht.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 % of the library is searched so far.</source>
        <translation>%1 % der Sammlung sind bisher durchsucht.</translation>
    </message>
    <message>
        <source>It looks most like &quot;%1&quot;.</source>
        <translation>Es ähnelt am meisten „%1“.</translation>
    </message>
    <message>
        <source>Likeness: words %1, sound %2.</source>
        <translation>Ähnlichkeit: Worte %1, Klang %2.</translation>
    </message>
    <message>
        <source>Likeness of the words: %1.</source>
        <translation>Ähnlichkeit der Worte: %1.</translation>
    </message>
    <message>
        <source>Likeness of the sound: %1.</source>
        <translation>Ähnlichkeit des Klangs: %1.</translation>
    </message>
    <message>
        <source>Likeness of the picture: %1.</source>
        <translation>Ähnlichkeit des Bildes: %1.</translation>
    </message>
</context>
<context>
    <name>ErrorNames</name>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
    <message>
        <source>That cannot be done.</source>
        <translation>Das geht nicht.</translation>
    </message>
    <message>
        <source>Something is not there.</source>
        <translation>Etwas ist nicht da.</translation>
    </message>
    <message>
        <source>Reading or writing failed.</source>
        <translation>Lesen oder Schreiben ist fehlgeschlagen.</translation>
    </message>
    <message>
        <source>Files of this kind cannot be read.</source>
        <translation>Dateien dieser Art können nicht gelesen werden.</translation>
    </message>
    <message>
        <source>A file is damaged.</source>
        <translation>Eine Datei ist beschädigt.</translation>
    </message>
    <message>
        <source>This does not fit the model or the program.</source>
        <translation>Das passt nicht zum Modell oder zum Programm.</translation>
    </message>
    <message>
        <source>The model is missing or incomplete.</source>
        <translation>Das Modell fehlt oder ist unvollständig.</translation>
    </message>
    <message>
        <source>There is no recording that could be used.</source>
        <translation>Es gibt keine brauchbare Aufnahme.</translation>
    </message>
    <message>
        <source>A device does not work.</source>
        <translation>Ein Gerät arbeitet nicht.</translation>
    </message>
    <message>
        <source>There is not enough memory.</source>
        <translation>Der Arbeitsspeicher reicht nicht.</translation>
    </message>
    <message>
        <source>It is in use elsewhere.</source>
        <translation>Es wird gerade anderswo benutzt.</translation>
    </message>
    <message>
        <source>The program made a mistake.</source>
        <translation>Das Programm hat einen Fehler gemacht.</translation>
    </message>
</context>
<context>
    <name>FilterChoice</name>
    <message>
        <source>Without %1</source>
        <translation>Ohne %1</translation>
    </message>
    <message>
        <source>From %1</source>
        <translation>Ab %1</translation>
    </message>
    <message>
        <source>Until %1</source>
        <translation>Bis %1</translation>
    </message>
    <message>
        <source>In %1</source>
        <translation>In %1</translation>
    </message>
    <message>
        <source>Keyword %1</source>
        <translation>Stichwort %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln star(s) or more</source>
        <translation>
            <numerusform>Mindestens %Ln Stern</numerusform>
            <numerusform>Mindestens %Ln Sterne</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>IncomingFiles</name>
    <message>
        <source>There is no picture and no sound in what you gave: drop one picture, one sound file or a folder of photos.</source>
        <translation>Darin ist kein Bild und kein Ton: Legen Sie ein Bild, eine Tondatei oder einen Ordner mit Fotos ab.</translation>
    </message>
    <message>
        <source>A search takes one picture and one sound file: the first of each is used. To add photos, drop their folder.</source>
        <translation>Eine Suche nimmt ein Bild und eine Tondatei: Die jeweils erste wird benutzt. Um Fotos hinzuzufügen, legen Sie ihren Ordner ab.</translation>
    </message>
</context>
<context>
    <name>Panels</name>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Sammlung</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Aufgaben</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>Willkommen</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Beschreiben</translation>
    </message>
    <message>
        <source>Tune</source>
        <translation>Anpassen</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>Paare</translation>
    </message>
</context>
<context>
    <name>PhotoFacts</name>
    <message>
        <source>rejected</source>
        <translation>verworfen</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>Aufgenommen</translation>
    </message>
    <message>
        <source>Keywords</source>
        <translation>Stichwörter</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>Position</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>Bewertung</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
</context>
<context>
    <name>Progress</name>
    <message>
        <source>less than a minute left</source>
        <translation>noch weniger als eine Minute</translation>
    </message>
    <message numerus="yes">
        <source>%Ln minute(s) left</source>
        <translation>
            <numerusform>noch %Ln Minute</numerusform>
            <numerusform>noch %Ln Minuten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln hour(s) left</source>
        <translation>
            <numerusform>noch %Ln Stunde</numerusform>
            <numerusform>noch %Ln Stunden</numerusform>
        </translation>
    </message>
    <message>
        <source>Looking for photos</source>
        <translation>Sucht nach Fotos</translation>
    </message>
    <message>
        <source>%1 of %2 photos</source>
        <translation>%1 von %2 Fotos</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>%1 a second</source>
        <translation>%1 pro Sekunde</translation>
    </message>
</context>
<context>
    <name>Quality</name>
    <message>
        <source>The recording is clear.</source>
        <translation>Die Aufnahme ist klar.</translation>
    </message>
    <message>
        <source>There is no speech in the recording: speak after pressing the key, and check the microphone.</source>
        <translation>In der Aufnahme spricht niemand: Sprechen Sie nach dem Drücken der Taste, und prüfen Sie das Mikrofon.</translation>
    </message>
    <message>
        <source>The recording is too quiet: move closer to the microphone or raise its level.</source>
        <translation>Die Aufnahme ist zu leise: Gehen Sie näher ans Mikrofon, oder erhöhen Sie dessen Pegel.</translation>
    </message>
    <message>
        <source>The recording is distorted because it is too loud: move away from the microphone or lower its level.</source>
        <translation>Die Aufnahme ist verzerrt, weil sie zu laut ist: Gehen Sie weiter weg vom Mikrofon, oder senken Sie dessen Pegel.</translation>
    </message>
    <message>
        <source>The first word may be cut off: wait a moment after pressing the key.</source>
        <translation>Das erste Wort ist vielleicht abgeschnitten: Warten Sie nach dem Drücken der Taste einen Augenblick.</translation>
    </message>
    <message>
        <source>The last word may be cut off: release the key a moment after speaking.</source>
        <translation>Das letzte Wort ist vielleicht abgeschnitten: Lassen Sie die Taste erst einen Augenblick nach dem Sprechen los.</translation>
    </message>
    <message>
        <source>The recording is too long: describe the photo in a sentence or two.</source>
        <translation>Die Aufnahme ist zu lang: Beschreiben Sie das Foto in ein, zwei Sätzen.</translation>
    </message>
    <message>
        <source>There is much noise behind the speech: find a quieter place or move closer to the microphone.</source>
        <translation>Hinter der Stimme ist viel Lärm: Suchen Sie einen ruhigeren Ort, oder gehen Sie näher ans Mikrofon.</translation>
    </message>
</context>
<context>
    <name>SettingsFile</name>
    <message>
        <source>The settings were damaged; they are kept as %1 and begin anew.</source>
        <translation>Die Einstellungen waren beschädigt; sie sind als %1 aufbewahrt und beginnen neu.</translation>
    </message>
    <message>
        <source>The settings in %1 cannot be read, so the usual ones hold; correct or delete that file.</source>
        <translation>Die Einstellungen in %1 sind nicht lesbar, daher gelten die üblichen; berichtigen oder löschen Sie jene Datei.</translation>
    </message>
    <message>
        <source>The settings in %1 cannot be written: changes last until SaySee ends.</source>
        <translation>Die Einstellungen in %1 können nicht geschrieben werden: Änderungen gelten, bis SaySee endet.</translation>
    </message>
</context>
<context>
    <name>TuneText</name>
    <message>
        <source>%1 % (%2 to %3)</source>
        <translation>%1 % (%2 bis %3)</translation>
    </message>
    <message>
        <source>%1 (%2): %3 better, %4 same, %5 worse</source>
        <translation>%1 (%2): %3 besser, %4 gleich, %5 schlechter</translation>
    </message>
    <message>
        <source>  among the first %1: %2 before, %3 after</source>
        <translation>  unter den ersten %1: %2 vorher, %3 nachher</translation>
    </message>
    <message>
        <source>It does as well on pairs that it has not seen.</source>
        <translation>Bei Paaren, die es nicht kennt, ist es ebenso gut.</translation>
    </message>
    <message>
        <source>It knows its own pairs by heart: %1 points more than on held-out ones. More pairs help.</source>
        <translation>Es kennt seine eigenen Paare auswendig: %1 Punkte mehr als bei zurückgehaltenen. Mehr Paare helfen.</translation>
    </message>
    <message>
        <source>Held-out pairs against the whole library</source>
        <translation>Zurückgehaltene Paare gegen die ganze Sammlung</translation>
    </message>
    <message>
        <source>General searches</source>
        <translation>Allgemeine Suchen</translation>
    </message>
    <message>
        <source>Listening to the recordings</source>
        <translation>Hört die Aufnahmen an</translation>
    </message>
    <message>
        <source>Preparing general searches</source>
        <translation>Bereitet allgemeine Suchen vor</translation>
    </message>
    <message>
        <source>Preparing the pairs</source>
        <translation>Bereitet die Paare vor</translation>
    </message>
    <message>
        <source>Measuring before</source>
        <translation>Misst vorher</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Lernt</translation>
    </message>
    <message>
        <source>Measuring after</source>
        <translation>Misst nachher</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Your voice and your words</source>
        <translation>Ihre Stimme und Ihre Wörter</translation>
    </message>
    <message>
        <source>Prompts and sound channel</source>
        <translation>Prompts und Klangkanal</translation>
    </message>
    <message>
        <source>Shared prompts (a few kilobytes)</source>
        <translation>Gemeinsame Prompts (wenige Kilobyte)</translation>
    </message>
    <message>
        <source>Learns how you sound and which words you say, so that you are understood better. Needs recordings; those whose words you corrected teach the most.</source>
        <translation>Lernt, wie Sie klingen und welche Wörter Sie sagen, damit Sie besser verstanden werden. Braucht Aufnahmen; am meisten lehren die, deren Wörter Sie berichtigt haben.</translation>
    </message>
    <message>
        <source>Learns which photos you mean, from your words and from their sound. Written descriptions help too.</source>
        <translation>Lernt, welche Fotos Sie meinen, aus Ihren Wörtern und ihrem Klang. Auch geschriebene Beschreibungen helfen.</translation>
    </message>
    <message>
        <source>Learns which photos you mean, from your words. Written descriptions help too.</source>
        <translation>Lernt, welche Fotos Sie meinen, aus Ihren Wörtern. Auch geschriebene Beschreibungen helfen.</translation>
    </message>
    <message>
        <source>It hears other recordings as well as its own.</source>
        <translation>Andere Aufnahmen versteht es ebenso gut wie seine eigenen.</translation>
    </message>
    <message>
        <source>It knows its own recordings by heart: it hears %1 points more of their words right than of held-out ones. More recordings help.</source>
        <translation>Es kennt seine eigenen Aufnahmen auswendig: Von deren Wörtern versteht es %1 Punkte mehr als von zurückgehaltenen. Mehr Aufnahmen helfen.</translation>
    </message>
    <message>
        <source>Learned: %1</source>
        <translation>Gelernt: %1</translation>
    </message>
    <message>
        <source>, %L1 of %L2</source>
        <translation>, %L1 von %L2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1 → %2 %</source>
        <translation>%1 → %2 %</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>Benutzt</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>Importiert</translation>
    </message>
    <message>
        <source>Better</source>
        <translation>Besser</translation>
    </message>
    <message>
        <source>Not better</source>
        <translation>Nicht besser</translation>
    </message>
    <message>
        <source>No epoch did better than where training began: this version changes nothing.</source>
        <translation>Keine Epoche war besser als der Anfang: Diese Fassung ändert nichts.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln held-out photo(s) come further up among the first 10</source>
        <translation>
            <numerusform>%Ln zurückgehaltenes Foto rückt unter den ersten 10 nach vorn</numerusform>
            <numerusform>%Ln zurückgehaltene Fotos rücken unter den ersten 10 nach vorn</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %Ln fall(s) back</source>
        <translation>
            <numerusform>, %Ln fällt zurück</numerusform>
            <numerusform>, %Ln fallen zurück</numerusform>
        </translation>
    </message>
    <message>
        <source>There are no held-out pairs to judge it by.</source>
        <translation>Es gibt keine zurückgehaltenen Paare, die urteilen könnten.</translation>
    </message>
    <message>
        <source>It does not find the held-out photos better than before: %1.</source>
        <translation>Sie findet die zurückgehaltenen Fotos nicht besser als zuvor: %1.</translation>
    </message>
    <message>
        <source>It may be chance: %1.</source>
        <translation>Es kann Zufall sein: %1.</translation>
    </message>
    <message>
        <source>It loses %1 % of general searches.</source>
        <translation>Sie verliert %1 % der allgemeinen Suchen.</translation>
    </message>
    <message>
        <source>It is better: %1.</source>
        <translation>Sie ist besser: %1.</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Find photos in your own library by voice.</source>
        <translation>Findet Fotos in Ihrer eigenen Sammlung mit der Stimme.</translation>
    </message>
    <message>
        <source>Library folder.</source>
        <translation>Ordner der Sammlung.</translation>
    </message>
    <message>
        <source>Model pack to use.</source>
        <translation>Zu benutzendes Modellpaket.</translation>
    </message>
    <message>
        <source>Folders to add, a picture or a sound to search with.</source>
        <translation>Ordner zum Hinzufügen, ein Bild oder ein Ton zum Suchen.</translation>
    </message>
    <message>
        <source>Save a picture of each panel, and quit.</source>
        <translation>Ein Bild jeder Ansicht speichern und beenden.</translation>
    </message>
    <message>
        <source>Say how long the window took to come, and quit.</source>
        <translation>Sagen, wie lange das Fenster brauchte, und beenden.</translation>
    </message>
    <message>
        <source>Start listening, in the window that runs or in a new one.</source>
        <translation>Zuhören, im laufenden Fenster oder in einem neuen.</translation>
    </message>
</context>
<context>
    <name>saysee::gui::DesktopLink</name>
    <message>
        <source>This desktop gives out no such key; let one of its own shortcuts run: saysee voice --toggle</source>
        <translation>Dieser Schreibtisch vergibt keine solche Taste; lassen Sie eines seiner eigenen Tastenkürzel dies ausführen: saysee voice --toggle</translation>
    </message>
</context>
<context>
    <name>saysee::gui::GlobalShortcut</name>
    <message>
        <source>Search photos by voice: start or stop listening</source>
        <translation>Fotos mit der Stimme suchen: Zuhören beginnen oder beenden</translation>
    </message>
</context>
<context>
    <name>saysee::ui::AppearanceSection</name>
    <message>
        <source>The new language holds from the next start of SaySee.</source>
        <translation>Die neue Sprache gilt ab dem nächsten Start von SaySee.</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Farben</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Sprache</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>Wie der Schreibtisch</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
</context>
<context>
    <name>saysee::ui::ComparisonView</name>
    <message>
        <source>far behind</source>
        <translation>weit hinten</translation>
    </message>
    <message>
        <source>the photo you opened: %1 before, %2 now</source>
        <translation>das Foto, das Sie geöffnet haben: vorher %1, jetzt %2</translation>
    </message>
    <message>
        <source>Better, %1</source>
        <translation>Besser, %1</translation>
    </message>
    <message>
        <source>Worse, %1</source>
        <translation>Schlechter, %1</translation>
    </message>
    <message>
        <source>Other photos come first</source>
        <translation>Andere Fotos kommen zuerst</translation>
    </message>
    <message>
        <source>Same</source>
        <translation>Gleich</translation>
    </message>
    <message>
        <source>Your past voice queries with this version</source>
        <translation>Ihre früheren gesprochenen Suchen mit dieser Fassung</translation>
    </message>
    <message>
        <source>“%1”: %2</source>
        <translation>„%1“: %2</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>Your past voice queries with %1</source>
        <translation>Ihre früheren gesprochenen Fragen mit %1</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>Wird gefragt …</translation>
    </message>
    <message>
        <source>There are no past voice queries whose sound was kept.</source>
        <translation>Es gibt keine früheren gesprochenen Fragen, deren Ton aufgehoben wurde.</translation>
    </message>
    <message>
        <source>place %1</source>
        <translation>Platz %1</translation>
    </message>
</context>
<context>
    <name>saysee::ui::CurveView</name>
    <message>
        <source>Progress of the run</source>
        <translation>Verlauf der Anpassung</translation>
    </message>
    <message>
        <source>Epoch %1, %2 % of held-out pairs found first, best at epoch %3.</source>
        <translation>Durchgang %1, %2 % der zurückgehaltenen Paare zuerst gefunden, am besten in Durchgang %3.</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Epoch %1, %2 % of the words in held-out recordings heard right, best at epoch %3.</source>
        <translation>Durchgang %1, %2 % der Wörter in zurückgehaltenen Aufnahmen richtig verstanden, am besten in Durchgang %3.</translation>
    </message>
    <message>
        <source>Words heard right</source>
        <translation>Wörter richtig verstanden</translation>
    </message>
    <message>
        <source>Photos found first</source>
        <translation>Fotos als erste gefunden</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>learned recordings</source>
        <translation>gelernte Aufnahmen</translation>
    </message>
    <message>
        <source>trained pairs</source>
        <translation>gelernte Paare</translation>
    </message>
    <message>
        <source>held-out recordings</source>
        <translation>zurückgehaltene Aufnahmen</translation>
    </message>
    <message>
        <source>held-out pairs</source>
        <translation>zurückgehaltene Paare</translation>
    </message>
    <message>
        <source>best: epoch %1</source>
        <translation>am besten: Durchgang %1</translation>
    </message>
    <message>
        <source>best: the start</source>
        <translation>am besten: der Anfang</translation>
    </message>
</context>
<context>
    <name>saysee::ui::FilterPopup</name>
    <message>
        <source>&amp;Without</source>
        <translation>&amp;Ohne</translation>
    </message>
    <message>
        <source>people</source>
        <translation>Menschen</translation>
    </message>
    <message>
        <source>&amp;From</source>
        <translation>&amp;Ab</translation>
    </message>
    <message>
        <source>2023, 2023-06 or 2023-06-15</source>
        <translation>2023, 2023-06 oder 2023-06-15</translation>
    </message>
    <message>
        <source>&amp;Until</source>
        <translation>&amp;Bis</translation>
    </message>
    <message>
        <source>2024, 2024-06 or 2024-06-15</source>
        <translation>2024, 2024-06 oder 2024-06-15</translation>
    </message>
    <message>
        <source>&amp;Keyword</source>
        <translation>&amp;Stichwort</translation>
    </message>
    <message>
        <source>a keyword that the photos carry</source>
        <translation>ein Stichwort, das die Fotos tragen</translation>
    </message>
    <message>
        <source>F&amp;older</source>
        <translation>Or&amp;dner</translation>
    </message>
    <message>
        <source>any</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>Einen Ordner wählen</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>Bewertung</translation>
    </message>
    <message>
        <source>Any</source>
        <translation>Alle</translation>
    </message>
    <message numerus="yes">
        <source>%Ln star(s) or more</source>
        <translation>
            <numerusform>%Ln Stern oder mehr</numerusform>
            <numerusform>%Ln Sterne oder mehr</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Rating</source>
        <translation>Be&amp;wertung</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Anwenden</translation>
    </message>
    <message>
        <source>Search in this folder only</source>
        <translation>Nur in diesem Ordner suchen</translation>
    </message>
</context>
<context>
    <name>saysee::ui::FolderModel</name>
    <message>
        <source>Not reachable: %1</source>
        <translation>Nicht erreichbar: %1</translation>
    </message>
    <message>
        <source>Not looked at yet</source>
        <translation>Noch nicht angesehen</translation>
    </message>
    <message>
        <source>No pictures in it</source>
        <translation>Enthält keine Bilder</translation>
    </message>
    <message>
        <source>Looked at %1</source>
        <translation>Angesehen am %1</translation>
    </message>
    <message numerus="yes">
        <source>%1, %Ln photo(s). %2</source>
        <translation>
            <numerusform>%1, %Ln Foto. %2</numerusform>
            <numerusform>%1, %Ln Fotos. %2</numerusform>
        </translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
</context>
<context>
    <name>saysee::ui::HistoryModel</name>
    <message>
        <source>Sound without words</source>
        <translation>Ton ohne Worte</translation>
    </message>
    <message>
        <source>A picture</source>
        <translation>Ein Bild</translation>
    </message>
    <message numerus="yes">
        <source>%Ln best</source>
        <translation>
            <numerusform>%Ln Treffer</numerusform>
            <numerusform>%Ln Treffer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln maybe</source>
        <translation>
            <numerusform>%Ln vielleicht</numerusform>
            <numerusform>%Ln vielleicht</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing matched</source>
        <translation>Nichts passte</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>Aufbewahrt</translation>
    </message>
    <message>
        <source>spoken, %1 s</source>
        <translation>gesprochen, %1 s</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Asked for</source>
        <translation>Gesucht</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
</context>
<context>
    <name>saysee::ui::HistoryPanel</name>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Find in past queries</source>
        <translation>In früheren Suchen finden</translation>
    </message>
    <message>
        <source>Past queries</source>
        <translation>Frühere Suchen</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Noch einmal suchen</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Aufbewahren</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>Zurückholen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln query(s) deleted</source>
        <translation>
            <numerusform>%Ln Suche gelöscht</numerusform>
            <numerusform>%Ln Suchen gelöscht</numerusform>
        </translation>
    </message>
    <message>
        <source>What you ask appears here, with its sound, so that it can be asked again.</source>
        <translation>Was Sie suchen, erscheint hier mit seinem Ton, damit Sie es noch einmal suchen können.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln past query(s), %1 min of sound. They stay on this machine; the settings say for how long.</source>
        <translation>
            <numerusform>%Ln frühere Suche, %1 min Ton. Sie bleibt auf diesem Rechner; wie lange, sagen die Einstellungen.</numerusform>
            <numerusform>%Ln frühere Suchen, %1 min Ton. Sie bleiben auf diesem Rechner; wie lange, sagen die Einstellungen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Do not keep</source>
        <translation>Nicht aufbewahren</translation>
    </message>
</context>
<context>
    <name>saysee::ui::JobCard</name>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Progress of %1</source>
        <translation>Fortschritt von %1</translation>
    </message>
    <message>
        <source>Pause %1</source>
        <translation>%1 anhalten</translation>
    </message>
    <message>
        <source>Stop %1</source>
        <translation>%1 beenden</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
</context>
<context>
    <name>saysee::ui::JobsPanel</name>
    <message>
        <source>Nothing is going on in the background.</source>
        <translation>Im Hintergrund geschieht zurzeit nichts.</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Aufgaben</translation>
    </message>
    <message>
        <source>Searching stays fast while these run. Everything goes on where it was after a restart.</source>
        <translation>Die Suche bleibt dabei schnell. Nach einem Neustart geht alles dort weiter, wo es war.</translation>
    </message>
</context>
<context>
    <name>saysee::ui::LabelController</name>
    <message>
        <source>Somebody looked for “%1” and found nothing.</source>
        <translation>Jemand suchte „%1“ und fand nichts.</translation>
    </message>
    <message>
        <source>The model can hardly tell it from another photo.</source>
        <translation>Das Modell kann es kaum von einem anderen Foto unterscheiden.</translation>
    </message>
    <message>
        <source>Nothing like it has been described yet.</source>
        <translation>Ähnliches wurde noch nicht beschrieben.</translation>
    </message>
    <message>
        <source>You chose it.</source>
        <translation>Sie haben es gewählt.</translation>
    </message>
    <message>
        <source>Listen again: what you said fits other photos better. Keep it, or record anew.</source>
        <translation>Noch einmal anhören: Was Sie gesagt haben, passt besser zu anderen Fotos. Behalten Sie es, oder nehmen Sie neu auf.</translation>
    </message>
    <message>
        <source>This description waits to be accepted. Keep it, correct it, or record anew.</source>
        <translation>Diese Beschreibung wartet darauf, dass Sie sie übernehmen. Behalten Sie sie, verbessern Sie sie, oder nehmen Sie neu auf.</translation>
    </message>
</context>
<context>
    <name>saysee::ui::LabelPanel</name>
    <message>
        <source>Looking for photos worth describing…</source>
        <translation>Fotos werden gesucht, deren Beschreibung sich lohnt …</translation>
    </message>
    <message>
        <source>Nothing is left to describe. Add photos, or come back after more searches.</source>
        <translation>Es ist nichts mehr zu beschreiben. Fügen Sie Fotos hinzu, oder kommen Sie nach weiteren Suchen wieder.</translation>
    </message>
    <message>
        <source>Press Space and say what you would ask to find this photo.</source>
        <translation>Drücken Sie die Leertaste und sagen Sie, wonach Sie suchen würden, um dieses Foto zu finden.</translation>
    </message>
    <message>
        <source>Listening. Space ends it, Backspace starts over, Escape cancels.</source>
        <translation>Aufnahme läuft. Leertaste beendet, Rücktaste beginnt neu, Esc bricht ab.</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Wird gespeichert …</translation>
    </message>
    <message>
        <source>Photo to describe</source>
        <translation>Zu beschreibendes Foto</translation>
    </message>
    <message>
        <source>What you said</source>
        <translation>Was Sie gesagt haben</translation>
    </message>
    <message>
        <source>Speed of playing</source>
        <translation>Abspielgeschwindigkeit</translation>
    </message>
    <message>
        <source>%1×</source>
        <translation>%1×</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Links</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Ctrl+Z</source>
        <translation>Strg+Z</translation>
    </message>
    <message>
        <source>Speak</source>
        <translation>Sprechen</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leertaste</translation>
    </message>
    <message>
        <source>Again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Backspace</source>
        <translation>Rücktaste</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Rechts</translation>
    </message>
    <message>
        <source>Who speaks</source>
        <translation>Wer spricht</translation>
    </message>
    <message>
        <source>Stop (Space)</source>
        <translation>Beenden (Leertaste)</translation>
    </message>
    <message>
        <source>Accept (Space)</source>
        <translation>Übernehmen (Leertaste)</translation>
    </message>
    <message>
        <source>Speak (Space)</source>
        <translation>Sprechen (Leertaste)</translation>
    </message>
    <message numerus="yes">
        <source>%Ln pair(s) today, %L1 in all, %L2 accepted</source>
        <translation>
            <numerusform>%Ln Paar heute, %L1 insgesamt, %L2 übernommen</numerusform>
            <numerusform>%Ln Paare heute, %L1 insgesamt, %L2 übernommen</numerusform>
        </translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Entf</translation>
    </message>
    <message>
        <source>You have skipped what is left. Press Space to begin with it again.</source>
        <translation>Was noch da ist, haben Sie übersprungen. Mit der Leertaste beginnen Sie damit von vorn.</translation>
    </message>
    <message>
        <source>Space accepts and shows the next photo, Backspace records again, P plays, E corrects the words.</source>
        <translation>Die Leertaste übernimmt und zeigt das nächste Foto, die Rücktaste nimmt neu auf, P spielt ab, E berichtigt die Wörter.</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>P</source>
        <translation>P</translation>
    </message>
    <message>
        <source>Begin again (Space)</source>
        <translation>Von vorn (Leertaste)</translation>
    </message>
    <message>
        <source>Searching for what was heard, this photo is far behind.</source>
        <translation>Sucht man nach dem Gehörten, kommt dieses Foto weit hinten.</translation>
    </message>
    <message>
        <source>Searching for what was heard, this photo is number %L1.</source>
        <translation>Sucht man nach dem Gehörten, kommt dieses Foto auf Platz %L1.</translation>
    </message>
    <message>
        <source>The recording cannot be played: %1</source>
        <translation>Die Aufnahme kann nicht abgespielt werden: %1</translation>
    </message>
    <message>
        <source>Show all pairs, to hear, to correct and to delete them</source>
        <translation>Alle Paare zeigen, zum Anhören, Berichtigen und Löschen</translation>
    </message>
</context>
<context>
    <name>saysee::ui::LargePhoto</name>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
</context>
<context>
    <name>saysee::ui::LibraryController</name>
    <message>
        <source>No photos yet</source>
        <translation>Noch keine Fotos</translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s)</source>
        <translation>
            <numerusform>%Ln Foto</numerusform>
            <numerusform>%Ln Fotos</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, all searchable</source>
        <translation>%1, alle durchsuchbar</translation>
    </message>
    <message>
        <source>%1, %2 % searchable</source>
        <translation>%1, zu %2 % durchsuchbar</translation>
    </message>
    <message>
        <source>Indexing photos</source>
        <translation>Fotos werden erfasst</translation>
    </message>
    <message numerus="yes">
        <source>%Ln folder(s) added; the photos are being indexed, see Jobs.</source>
        <translation>
            <numerusform>%Ln Ordner hinzugefügt; die Fotos werden erfasst, siehe Aufgaben.</numerusform>
            <numerusform>%Ln Ordner hinzugefügt; die Fotos werden erfasst, siehe Aufgaben.</numerusform>
        </translation>
    </message>
    <message>
        <source>The sample pictures were added and are being indexed, see Jobs.</source>
        <translation>Die Beispielbilder sind hinzugefügt und werden erfasst, siehe Aufgaben.</translation>
    </message>
</context>
<context>
    <name>saysee::ui::LibraryPanel</name>
    <message>
        <source>Library</source>
        <translation>Sammlung</translation>
    </message>
    <message>
        <source>Indexing progress</source>
        <translation>Fortschritt der Erfassung</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner hinzufügen …</translation>
    </message>
    <message>
        <source>Look for changes</source>
        <translation>Nach Änderungen sehen</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Index first</source>
        <translation>Zuerst erfassen</translation>
    </message>
    <message>
        <source>Remove from library</source>
        <translation>Aus der Sammlung nehmen</translation>
    </message>
    <message>
        <source>Forgets the photos of this folder. The files stay where they are.</source>
        <translation>Vergisst die Fotos dieses Ordners. Die Dateien bleiben, wo sie sind.</translation>
    </message>
    <message>
        <source>Folders of the library</source>
        <translation>Ordner der Sammlung</translation>
    </message>
    <message>
        <source>Drop folders here to add them. Your photos are only read, never changed.</source>
        <translation>Legen Sie Ordner hier ab, um sie hinzuzufügen. Ihre Fotos werden nur gelesen, nie verändert.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Photos that could not be read</source>
        <translation>Fotos, die nicht gelesen werden konnten</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) could not be read</source>
        <translation>
            <numerusform>%Ln Datei konnte nicht gelesen werden</numerusform>
            <numerusform>%Ln Dateien konnten nicht gelesen werden</numerusform>
        </translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Add a folder of photos</source>
        <translation>Einen Ordner mit Fotos hinzufügen</translation>
    </message>
    <message>
        <source>%1 is indexed first.</source>
        <translation>%1 wird zuerst erfasst.</translation>
    </message>
    <message>
        <source>Forget the photos of %1? The files stay where they are, but to find them again they must be indexed anew.</source>
        <translation>Die Fotos von %1 vergessen? Die Dateien bleiben, wo sie sind; um sie wieder zu finden, müssen sie aber neu erfasst werden.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
</context>
<context>
    <name>saysee::ui::MainWindow</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>Aufnahme</translation>
    </message>
    <message>
        <source>The microphone is recording: click to end it</source>
        <translation>Das Mikrofon nimmt auf: Klicken beendet es</translation>
    </message>
</context>
<context>
    <name>saysee::ui::MicrophoneButton</name>
    <message>
        <source>Stop listening</source>
        <translation>Nicht mehr zuhören</translation>
    </message>
    <message>
        <source>Speak</source>
        <translation>Sprechen</translation>
    </message>
    <message>
        <source>Hold to talk, or tap to start and stop. The space bar does the same.</source>
        <translation>Zum Sprechen halten, oder antippen zum Beginnen und Aufhören. Die Leertaste tut dasselbe.</translation>
    </message>
</context>
<context>
    <name>saysee::ui::MicrophoneSection</name>
    <message>
        <source>The microphone hears you clearly.</source>
        <translation>Das Mikrofon hört Sie deutlich.</translation>
    </message>
    <message>
        <source>No speech was heard: choose another microphone, or raise its level in the sound settings of the desktop.</source>
        <translation>Es war keine Sprache zu hören: Wählen Sie ein anderes Mikrofon, oder erhöhen Sie seinen Pegel in den Klangeinstellungen des Schreibtischs.</translation>
    </message>
    <message>
        <source>Too quiet: move closer to the microphone or raise its level.</source>
        <translation>Zu leise: Gehen Sie näher an das Mikrofon, oder erhöhen Sie seinen Pegel.</translation>
    </message>
    <message>
        <source>Too loud, the sound is distorted: lower the level of the microphone.</source>
        <translation>Zu laut, der Ton ist verzerrt: Verringern Sie den Pegel des Mikrofons.</translation>
    </message>
    <message>
        <source>The first word was cut off: wait a moment before you speak.</source>
        <translation>Das erste Wort war abgeschnitten: Warten Sie einen Augenblick, bevor Sie sprechen.</translation>
    </message>
    <message>
        <source>You were still speaking at the end of the test; apart from that it is clear.</source>
        <translation>Am Ende der Prüfung sprachen Sie noch; davon abgesehen ist alles deutlich.</translation>
    </message>
    <message>
        <source>The recording is too long.</source>
        <translation>Die Aufnahme ist zu lang.</translation>
    </message>
    <message>
        <source>Much noise: move closer to the microphone or to a quieter place.</source>
        <translation>Viel Rauschen: Gehen Sie näher an das Mikrofon oder an einen ruhigeren Ort.</translation>
    </message>
    <message>
        <source>Test the microphone</source>
        <translation>Das Mikrofon prüfen</translation>
    </message>
    <message>
        <source>Play it back</source>
        <translation>Anhören</translation>
    </message>
    <message>
        <source>&amp;Device</source>
        <translation>&amp;Gerät</translation>
    </message>
    <message>
        <source>&amp;Channel</source>
        <translation>&amp;Kanal</translation>
    </message>
    <message>
        <source>Level of the microphone</source>
        <translation>Pegel des Mikrofons</translation>
    </message>
    <message>
        <source>The desktop&apos;s default microphone</source>
        <translation>Das Standardmikrofon des Schreibtischs</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>No microphone is connected. Plug one in, then open this page again.</source>
        <translation>Es ist kein Mikrofon angeschlossen. Schließen Sie eines an und öffnen Sie diese Seite noch einmal.</translation>
    </message>
    <message>
        <source>%1 is not connected at the moment.</source>
        <translation>%1 ist zurzeit nicht angeschlossen.</translation>
    </message>
    <message>
        <source>All channels together</source>
        <translation>Alle Kanäle zusammen</translation>
    </message>
    <message>
        <source>Channel %1</source>
        <translation>Kanal %1</translation>
    </message>
    <message>
        <source>The microphone is in use by a search; try again after it.</source>
        <translation>Das Mikrofon wird gerade für eine Suche benutzt; versuchen Sie es danach noch einmal.</translation>
    </message>
    <message>
        <source>Say a sentence now…</source>
        <translation>Sprechen Sie jetzt einen Satz …</translation>
    </message>
</context>
<context>
    <name>saysee::ui::ModelSection</name>
    <message>
        <source>In use now: %1 on %2. Recogniser: %3. Pictures and texts: %4.</source>
        <translation>Zurzeit in Gebrauch: %1 auf %2. Spracherkenner: %3. Bilder und Texte: %4.</translation>
    </message>
    <message>
        <source>Your choice holds from the next start of SaySee.</source>
        <translation>Ihre Wahl gilt ab dem nächsten Start von SaySee.</translation>
    </message>
    <message>
        <source>&amp;Pack of models</source>
        <translation>&amp;Modellpaket</translation>
    </message>
    <message>
        <source>P&amp;rocessor</source>
        <translation>P&amp;rozessor</translation>
    </message>
    <message>
        <source>Choose by itself</source>
        <translation>Selbst wählen</translation>
    </message>
    <message>
        <source>Main processor (CPU)</source>
        <translation>Hauptprozessor (CPU)</translation>
    </message>
    <message>
        <source>Graphics processor (CUDA)</source>
        <translation>Grafikprozessor (CUDA)</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>saysee::ui::Notice</name>
    <message>
        <source>Close this notice</source>
        <translation>Diesen Hinweis schließen</translation>
    </message>
</context>
<context>
    <name>saysee::ui::OutcomeView</name>
    <message>
        <source>What the version brought</source>
        <translation>Was die Fassung gebracht hat</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>first</source>
        <translation>als erstes</translation>
    </message>
    <message>
        <source>among 5</source>
        <translation>unter 5</translation>
    </message>
    <message>
        <source>among 10</source>
        <translation>unter 10</translation>
    </message>
    <message>
        <source>Held-out pairs</source>
        <translation>Zurückgehaltene Paare</translation>
    </message>
    <message>
        <source>General searches</source>
        <translation>Allgemeine Suchen</translation>
    </message>
    <message>
        <source>%1 (%L2)</source>
        <translation>%1 (%L2)</translation>
    </message>
    <message>
        <source>%L1 better, %L2 same, %L3 worse</source>
        <translation>%L1 besser, %L2 gleich, %L3 schlechter</translation>
    </message>
    <message>
        <source>%1 → %2 %</source>
        <translation>%1 → %2 %</translation>
    </message>
    <message>
        <source>%1–%2 → %3–%4</source>
        <translation>%1–%2 → %3–%4</translation>
    </message>
    <message>
        <source>Where the true figures lie, 95 times out of 100</source>
        <translation>Wo die wahren Zahlen liegen, in 95 von 100 Fällen</translation>
    </message>
</context>
<context>
    <name>saysee::ui::PairMaker</name>
    <message>
        <source>What you said now belongs to this photo.</source>
        <translation>Was Sie sagten, gehört jetzt zu diesem Foto.</translation>
    </message>
    <message>
        <source>Undone: what you said no longer belongs to this photo.</source>
        <translation>Rückgängig gemacht: Was Sie sagten, gehört nicht mehr zu diesem Foto.</translation>
    </message>
</context>
<context>
    <name>saysee::ui::PairModel</name>
    <message>
        <source>Sound without words</source>
        <translation>Ton ohne Worte</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>Übernommen</translation>
    </message>
    <message>
        <source>To listen to again</source>
        <translation>Noch einmal anzuhören</translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation>Beiseitegelegt</translation>
    </message>
    <message>
        <source>Waits to be accepted</source>
        <translation>Wartet auf Übernahme</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>Wörter</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Who speaks</source>
        <translation>Wer spricht</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
</context>
<context>
    <name>saysee::ui::PairsController</name>
    <message numerus="yes">
        <source>%Ln pair(s) written to %1.</source>
        <translation>
            <numerusform>%Ln Paar nach %1 geschrieben.</numerusform>
            <numerusform>%Ln Paare nach %1 geschrieben.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln left out: %1</source>
        <translation>
            <numerusform>%Ln ausgelassen: %1</numerusform>
            <numerusform>%Ln ausgelassen: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saysee::ui::PairsPanel</name>
    <message>
        <source>Pairs</source>
        <translation>Paare</translation>
    </message>
    <message>
        <source>Find in words, photos and speakers</source>
        <translation>In Wörtern, Fotos und Sprechern finden</translation>
    </message>
    <message>
        <source>Back to describing photos (Escape)</source>
        <translation>Zurück zum Beschreiben von Fotos (Esc)</translation>
    </message>
    <message>
        <source>What was said about photos. A tune learns from the pairs that are accepted.</source>
        <translation>Was zu Fotos gesagt wurde. Gelernt wird aus den Paaren, die übernommen sind.</translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>Zurückholen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln pair(s) deleted</source>
        <translation>
            <numerusform>%Ln Paar gelöscht</numerusform>
            <numerusform>%Ln Paare gelöscht</numerusform>
        </translation>
    </message>
    <message>
        <source>What was said</source>
        <translation>Was gesagt wurde</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation>Beiseitelegen</translation>
    </message>
    <message>
        <source>It stays here, but nothing is learned from it.</source>
        <translation>Es bleibt hier, aber daraus wird nichts gelernt.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Export all…</source>
        <translation>Alle ausgeben …</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Export all pairs into a new folder</source>
        <translation>Alle Paare in einen neuen Ordner ausgeben</translation>
    </message>
    <message>
        <source>SaySee pairs</source>
        <translation>SaySee-Paare</translation>
    </message>
</context>
<context>
    <name>saysee::ui::PathsSection</name>
    <message>
        <source>Library and recordings</source>
        <translation>Sammlung und Aufnahmen</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Caches, may be deleted at any time</source>
        <translation>Zwischenspeicher, jederzeit löschbar</translation>
    </message>
    <message>
        <source>Recordings in the making</source>
        <translation>Entstehende Aufnahmen</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Copy the path: %1</source>
        <translation>Den Pfad kopieren: %1</translation>
    </message>
    <message>
        <source>Open the folder: %1</source>
        <translation>Den Ordner öffnen: %1</translation>
    </message>
    <message>
        <source>Copied: %1</source>
        <translation>Kopiert: %1</translation>
    </message>
    <message>
        <source>%1 is not there yet.</source>
        <translation>%1 gibt es noch nicht.</translation>
    </message>
</context>
<context>
    <name>saysee::ui::PhotoGrid</name>
    <message>
        <source>%1 cannot be shown</source>
        <translation>%1 kann nicht gezeigt werden</translation>
    </message>
</context>
<context>
    <name>saysee::ui::PhotoPanel</name>
    <message>
        <source>Photo, large</source>
        <translation>Foto, groß</translation>
    </message>
    <message>
        <source>Why it matched</source>
        <translation>Warum es passt</translation>
    </message>
    <message>
        <source>Previous photo (Left)</source>
        <translation>Voriges Foto (Links)</translation>
    </message>
    <message>
        <source>Next photo (Right)</source>
        <translation>Nächstes Foto (Rechts)</translation>
    </message>
    <message>
        <source>About this photo</source>
        <translation>Über dieses Foto</translation>
    </message>
    <message>
        <source>Similar photos</source>
        <translation>Ähnliche Fotos</translation>
    </message>
    <message>
        <source>Keeps what you said with this photo, so that a tune can learn from it. It can be undone.</source>
        <translation>Bewahrt, was Sie sagten, bei diesem Foto auf, damit eine Abstimmung daraus lernen kann. Das lässt sich rückgängig machen.</translation>
    </message>
    <message>
        <source>Open with another program (Enter)</source>
        <translation>Mit einem anderen Programm öffnen (Eingabe)</translation>
    </message>
    <message>
        <source>No program on this computer is set to open this kind of picture.</source>
        <translation>Auf diesem Rechner ist kein Programm für solche Bilder eingerichtet.</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Copy (Ctrl+C)</source>
        <translation>Kopieren (Strg+C)</translation>
    </message>
    <message>
        <source>Search for similar photos</source>
        <translation>Nach ähnlichen Fotos suchen</translation>
    </message>
    <message>
        <source>%L1 of %L2</source>
        <translation>%L1 von %L2</translation>
    </message>
    <message>
        <source>Undo: this is not the one</source>
        <translation>Rückgängig: Das ist es nicht</translation>
    </message>
    <message>
        <source>This is the one</source>
        <translation>Das ist es</translation>
    </message>
    <message>
        <source>Describe it</source>
        <translation>Beschreiben</translation>
    </message>
    <message>
        <source>Back (Escape)</source>
        <translation>Zurück (Escape)</translation>
    </message>
</context>
<context>
    <name>saysee::ui::PrivacySection</name>
    <message>
        <source>Keep the moment before the key press, while this window has the focus</source>
        <translation>Den Augenblick vor dem Tastendruck mit aufnehmen, solange dieses Fenster im Vordergrund ist</translation>
    </message>
    <message>
        <source>Delete past queries now…</source>
        <translation>Frühere Suchen jetzt löschen …</translation>
    </message>
    <message>
        <source>Everything stays on this machine. SaySee uses the network only to fetch a model that you ask for.</source>
        <translation>Alles bleibt auf diesem Rechner. SaySee benutzt das Netz nur, um ein Modell zu holen, um das Sie bitten.</translation>
    </message>
    <message>
        <source>Keep &amp;past queries and their sound</source>
        <translation>&amp;Frühere Suchen und ihren Ton aufbewahren</translation>
    </message>
    <message>
        <source>So no first word is lost. The moment is held in memory alone, and forgotten unless you press the key.</source>
        <translation>So geht kein erstes Wort verloren. Der Augenblick steht nur im Arbeitsspeicher und wird vergessen, wenn Sie die Taste nicht drücken.</translation>
    </message>
    <message>
        <source>Not at all</source>
        <translation>Gar nicht</translation>
    </message>
    <message>
        <source>For a week</source>
        <translation>Eine Woche lang</translation>
    </message>
    <message>
        <source>For a month</source>
        <translation>Einen Monat lang</translation>
    </message>
    <message>
        <source>For a year</source>
        <translation>Ein Jahr lang</translation>
    </message>
    <message>
        <source>Until I delete them</source>
        <translation>Bis ich sie lösche</translation>
    </message>
    <message numerus="yes">
        <source>%Ln past query(s), %1 min of sound, %2 of them kept always.</source>
        <translation>
            <numerusform>%Ln frühere Suche, %1 min Ton, davon %2 dauerhaft aufbewahrt.</numerusform>
            <numerusform>%Ln frühere Suchen, %1 min Ton, davon %2 dauerhaft aufbewahrt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete past queries</source>
        <translation>Frühere Suchen löschen</translation>
    </message>
    <message>
        <source>Delete all past queries and their sound, except those that you keep always?</source>
        <translation>Alle früheren Suchen und ihren Ton löschen, außer denen, die Sie dauerhaft aufbewahren?</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln query(s) deleted.</source>
        <translation>
            <numerusform>%Ln Suche gelöscht.</numerusform>
            <numerusform>%Ln Suchen gelöscht.</numerusform>
        </translation>
    </message>
    <message>
        <source>Keep no past queries, and delete all that are there with their sound, except those that you keep always?</source>
        <translation>Keine früheren Suchen aufbewahren und alle, die da sind, mit ihrem Ton löschen, außer denen, die Sie dauerhaft aufbewahren?</translation>
    </message>
    <message numerus="yes">
        <source>Delete past queries and their sound that are older than %Ln day(s), except those that you keep always?</source>
        <translation>
            <numerusform>Frühere Suchen und ihren Ton löschen, die älter als %Ln Tag sind, außer denen, die Sie dauerhaft aufbewahren?</numerusform>
            <numerusform>Frühere Suchen und ihren Ton löschen, die älter als %Ln Tage sind, außer denen, die Sie dauerhaft aufbewahren?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saysee::ui::ProblemModel</name>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Why it was not read</source>
        <translation>Warum sie nicht gelesen wurde</translation>
    </message>
</context>
<context>
    <name>saysee::ui::QueryBar</name>
    <message>
        <source>Sound files (%1)</source>
        <translation>Tondateien (%1)</translation>
    </message>
    <message>
        <source>What you are looking for</source>
        <translation>Wonach Sie suchen</translation>
    </message>
    <message>
        <source>Say it, type it, or drop a picture or a sound file here</source>
        <translation>Sagen oder tippen Sie es, oder legen Sie hier ein Bild oder eine Tondatei ab</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Filters: dates, folder, keyword, rating, and what the photos shall not show (Ctrl+L)</source>
        <translation>Filter: Datum, Ordner, Stichwort, Bewertung und was die Fotos nicht zeigen sollen (Strg+L)</translation>
    </message>
    <message>
        <source>Search with a file</source>
        <translation>Mit einer Datei suchen</translation>
    </message>
    <message>
        <source>Search with a sound file or a picture</source>
        <translation>Mit einer Tondatei oder einem Bild suchen</translation>
    </message>
    <message>
        <source>Sound file…</source>
        <translation>Tondatei …</translation>
    </message>
    <message>
        <source>Search with a sound file</source>
        <translation>Mit einer Tondatei suchen</translation>
    </message>
    <message>
        <source>Picture…</source>
        <translation>Bild …</translation>
    </message>
    <message>
        <source>Search with a picture</source>
        <translation>Mit einem Bild suchen</translation>
    </message>
    <message>
        <source>Pictures (%1)</source>
        <translation>Bilder (%1)</translation>
    </message>
    <message>
        <source>Paste a picture</source>
        <translation>Ein Bild einfügen</translation>
    </message>
    <message>
        <source>Listening %1. Let go to search, Escape throws it away.</source>
        <translation>Hört zu, %1. Loslassen sucht, Escape verwirft.</translation>
    </message>
    <message>
        <source>Listening %1. Press Space to search, Escape throws it away.</source>
        <translation>Hört zu, %1. Die Leertaste sucht, Escape verwirft.</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>Sucht …</translation>
    </message>
    <message>
        <source>Hold Space and speak, or tap it to start and stop. The microphone is open while this window is in front; nothing is kept before you press.</source>
        <translation>Halten Sie die Leertaste und sprechen Sie, oder tippen Sie sie zum Beginnen und Aufhören an. Das Mikrofon ist offen, solange dieses Fenster vorn ist; nichts wird aufbewahrt, bevor Sie drücken.</translation>
    </message>
    <message>
        <source>Hold Space and speak, or tap it to start and stop.</source>
        <translation>Halten Sie die Leertaste und sprechen Sie, oder tippen Sie sie zum Beginnen und Aufhören an.</translation>
    </message>
    <message>
        <source>Remove: %1</source>
        <translation>Entfernen: %1</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>saysee::ui::ResultArea</name>
    <message>
        <source>Photos found</source>
        <translation>Gefundene Fotos</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Photos that are the nearest guesses but do not match well</source>
        <translation>Fotos, die am nächsten kommen, aber nicht gut passen</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>Worte</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Klang</translation>
    </message>
    <message>
        <source>Balance between the words and how they sounded</source>
        <translation>Gewicht zwischen den Worten und ihrem Klang</translation>
    </message>
    <message>
        <source>Left: only the words count. Right: only how they sounded. Middle: both.</source>
        <translation>Links: Nur die Worte zählen. Rechts: nur ihr Klang. Mitte: beides.</translation>
    </message>
    <message>
        <source>Hold Space and say what you remember</source>
        <translation>Leertaste halten und sagen, woran Sie sich erinnern</translation>
    </message>
    <message>
        <source>“A white boat on a lake in the evening.” Or type it, paste a picture, or drop a picture or a sound file here.</source>
        <translation>„A white boat on a lake in the evening.“ Oder tippen Sie es, fügen Sie ein Bild ein, oder legen Sie hier ein Bild oder eine Tondatei ab.</translation>
    </message>
    <message>
        <source>Hide weak matches</source>
        <translation>Schwache Treffer verbergen</translation>
    </message>
    <message numerus="yes">
        <source>Show %Ln weak match(es)</source>
        <translation>
            <numerusform>%Ln schwachen Treffer zeigen</numerusform>
            <numerusform>%Ln schwache Treffer zeigen</numerusform>
        </translation>
    </message>
    <message>
        <source>Or did you say:</source>
        <translation>Oder sagten Sie:</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>Similar photos</source>
        <translation>Ähnliche Fotos</translation>
    </message>
    <message>
        <source>Open with another program</source>
        <translation>Mit einem anderen Programm öffnen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Describe it</source>
        <translation>Beschreiben</translation>
    </message>
    <message>
        <source>Filters narrow a search down, they do not begin one. Type what you are looking for, paste a picture, or drop a picture or a sound file here.</source>
        <translation>Filter grenzen eine Suche ein, sie beginnen keine. Tippen Sie, was Sie suchen, fügen Sie ein Bild ein, oder legen Sie ein Bild oder eine Tondatei hier ab.</translation>
    </message>
</context>
<context>
    <name>saysee::ui::ResultModel</name>
    <message numerus="yes">
        <source>Nearest guesses: %Ln photo(s)</source>
        <translation>
            <numerusform>Nächste Vermutung: %Ln Foto</numerusform>
            <numerusform>Nächste Vermutungen: %Ln Fotos</numerusform>
        </translation>
    </message>
    <message>
        <source>at an unknown time</source>
        <translation>zu unbekannter Zeit</translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln photo(s)</source>
        <translation>
            <numerusform>%1: %Ln Foto</numerusform>
            <numerusform>%1: %Ln Fotos</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, taken %2, rank %3, %4</source>
        <translation>%1, aufgenommen %2, Rang %3, %4</translation>
    </message>
</context>
<context>
    <name>saysee::ui::SearchController</name>
    <message>
        <source>What you said</source>
        <translation>Was Sie sagten</translation>
    </message>
    <message>
        <source>Pasted picture</source>
        <translation>Eingefügtes Bild</translation>
    </message>
    <message>
        <source>Like %1</source>
        <translation>Wie %1</translation>
    </message>
</context>
<context>
    <name>saysee::ui::SearchPanel</name>
    <message>
        <source>There is no picture, sound or text in it that could be searched with.</source>
        <translation>Darin ist kein Bild, kein Ton und kein Text, womit gesucht werden könnte.</translation>
    </message>
    <message>
        <source>SaySee was interrupted while you spoke. The recording is kept.</source>
        <translation>SaySee wurde unterbrochen, während Sie sprachen. Die Aufnahme ist aufbewahrt.</translation>
    </message>
    <message>
        <source>Search with it</source>
        <translation>Damit suchen</translation>
    </message>
    <message>
        <source>Delete it</source>
        <translation>Löschen</translation>
    </message>
</context>
<context>
    <name>saysee::ui::SettingsPanel</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>Mikrofon</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Appearance and language</source>
        <translation>Aussehen und Sprache</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Privatsphäre</translation>
    </message>
    <message>
        <source>Where things are</source>
        <translation>Wo etwas liegt</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
</context>
<context>
    <name>saysee::ui::ShortcutsSection</name>
    <message>
        <source>Ask the desktop for a key that works in every program</source>
        <translation>Den Schreibtisch um eine Taste bitten, die in jedem Programm gilt</translation>
    </message>
    <message>
        <source>Where the desktop cannot do that, let one of its own shortcuts run this command:</source>
        <translation>Wo der Schreibtisch das nicht kann, lassen Sie eines seiner eigenen Tastenkürzel diesen Befehl ausführen:</translation>
    </message>
    <message>
        <source>Space, held</source>
        <translation>Leertaste, gehalten</translation>
    </message>
    <message>
        <source>Speak while you hold it; let go to search</source>
        <translation>Sprechen, solange Sie halten; loslassen, um zu suchen</translation>
    </message>
    <message>
        <source>Space, tapped</source>
        <translation>Leertaste, getippt</translation>
    </message>
    <message>
        <source>Start to listen; tap again to search</source>
        <translation>Zuhören beginnen; noch einmal tippen, um zu suchen</translation>
    </message>
    <message>
        <source>Cancel listening, or close what is on top</source>
        <translation>Zuhören abbrechen oder Oberstes schließen</translation>
    </message>
    <message>
        <source>Show %1</source>
        <translation>%1 zeigen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Command that starts and stops listening</source>
        <translation>Befehl, der das Zuhören beginnt und beendet</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>Den Befehl kopieren</translation>
    </message>
    <message>
        <source>Press the new key here</source>
        <translation>Hier die neue Taste drücken</translation>
    </message>
    <message>
        <source>That key shows %1 already.</source>
        <translation>Diese Taste zeigt schon %1.</translation>
    </message>
    <message>
        <source>That key has another use; take one together with Ctrl or Alt, or a function key.</source>
        <translation>Diese Taste hat eine andere Aufgabe; nehmen Sie eine zusammen mit Strg oder Alt, oder eine Funktionstaste.</translation>
    </message>
</context>
<context>
    <name>saysee::ui::TuneController</name>
    <message>
        <source>Tuning</source>
        <translation>Anpassung läuft</translation>
    </message>
    <message>
        <source>Exported: %1</source>
        <translation>Exportiert: %1</translation>
    </message>
    <message>
        <source>Imported: %1</source>
        <translation>Importiert: %1</translation>
    </message>
    <message>
        <source>The unfinished run is gone.</source>
        <translation>Der unfertige Lauf ist gelöscht.</translation>
    </message>
</context>
<context>
    <name>saysee::ui::TunePanel</name>
    <message>
        <source>No tuned version yet. Describe photos in the Label panel, then start: what was learned is listed here, to compare, to use, and to take back.</source>
        <translation>Noch keine angepasste Fassung. Beschreiben Sie Fotos unter „Beschreiben“ und starten Sie dann: Was gelernt wurde, steht hier, zum Vergleichen, Benutzen und Zurücknehmen.</translation>
    </message>
    <message>
        <source>Takes about %1, and up to %2 to prepare pairs that are new. Photos are not indexed again.</source>
        <translation>Dauert etwa %1, dazu bis zu %2 für neue Paare. Fotos werden nicht neu erfasst.</translation>
    </message>
    <message>
        <source>Left out: %1</source>
        <translation>Ausgelassen: %1</translation>
    </message>
    <message>
        <source>and %L1 more</source>
        <translation>und %L1 weitere</translation>
    </message>
    <message>
        <source>What is tuned</source>
        <translation>Was angepasst wird</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Beginnen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Stop and keep the best</source>
        <translation>Beenden und das Beste behalten</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Fassungen</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Benutzen</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen …</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Use the untuned model</source>
        <translation>Das unveränderte Modell benutzen</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren …</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Name of the version</source>
        <translation>Name der Fassung</translation>
    </message>
    <message>
        <source>Export the version</source>
        <translation>Fassung exportieren</translation>
    </message>
    <message>
        <source>Import a version</source>
        <translation>Fassung importieren</translation>
    </message>
    <message>
        <source>Versions (*.safetensors)</source>
        <translation>Fassungen (*.safetensors)</translation>
    </message>
    <message numerus="yes">
        <source>%Ln description(s)</source>
        <translation>
            <numerusform>%Ln Beschreibung</numerusform>
            <numerusform>%Ln Beschreibungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>of %Ln photo(s): %L1 to learn from, %L2 to know when to stop, %L3 to judge by.</source>
        <translation>
            <numerusform>von %Ln Foto: %L1 zum Lernen, %L2 für den Zeitpunkt zum Aufhören, %L3 zum Beurteilen.</numerusform>
            <numerusform>von %Ln Fotos: %L1 zum Lernen, %L2 für den Zeitpunkt zum Aufhören, %L3 zum Beurteilen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Tune</source>
        <translation>Anpassen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln more pair(s) have no recording: a voice learns nothing from them.</source>
        <translation>
            <numerusform>%Ln weiteres Paar hat keine Aufnahme: Aus ihm lernt eine Stimme nichts.</numerusform>
            <numerusform>%Ln weitere Paare haben keine Aufnahme: Aus ihnen lernt eine Stimme nichts.</numerusform>
        </translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Fassung</translation>
    </message>
    <message>
        <source>Learned</source>
        <translation>Gelernt</translation>
    </message>
    <message>
        <source>From pairs</source>
        <translation>Aus Paaren</translation>
    </message>
    <message>
        <source>Held-out found among 10</source>
        <translation>Zurückgehaltene unter 10 gefunden</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message numerus="yes">
        <source>%Ln more pair(s) wait to be accepted in the Label panel.</source>
        <translation>
            <numerusform>%Ln weiteres Paar wartet unter „Beschreiben“ darauf, angenommen zu werden.</numerusform>
            <numerusform>%Ln weitere Paare warten unter „Beschreiben“ darauf, angenommen zu werden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Forget the unfinished run</source>
        <translation>Unfertigen Lauf löschen</translation>
    </message>
    <message>
        <source>Looking at your pairs…</source>
        <translation>Ihre Paare werden angesehen …</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>There is not enough yet to learn from.</source>
        <translation>Es reicht noch nicht, um daraus zu lernen.</translation>
    </message>
    <message>
        <source>Forget what the unfinished run has learned so far?</source>
        <translation>Löschen, was der unfertige Lauf bisher gelernt hat?</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Remove the version</source>
        <translation>Fassung entfernen</translation>
    </message>
    <message>
        <source>Remove %1 and its file? What it learned is gone then; an exported copy can be imported again.</source>
        <translation>%1 mit ihrer Datei entfernen? Was sie gelernt hat, ist dann verloren; eine ausgegebene Kopie kann wieder eingelesen werden.</translation>
    </message>
</context>
<context>
    <name>saysee::ui::VoiceRecorder</name>
    <message>
        <source>That was too short: keep the key down while you speak.</source>
        <translation>Das war zu kurz: Halten Sie die Taste, solange Sie sprechen.</translation>
    </message>
    <message>
        <source>The microphone is busy with another recording; try again when that has ended.</source>
        <translation>Das Mikrofon ist mit einer anderen Aufnahme beschäftigt; versuchen Sie es wieder, wenn diese zu Ende ist.</translation>
    </message>
</context>
<context>
    <name>saysee::ui::Waveform</name>
    <message>
        <source>Recording</source>
        <translation>Aufnahme</translation>
    </message>
    <message>
        <source>Arrow keys move through the recording.</source>
        <translation>Mit den Pfeiltasten bewegen Sie sich durch die Aufnahme.</translation>
    </message>
</context>
<context>
    <name>saysee::ui::WelcomePanel</name>
    <message>
        <source>Say it, see it</source>
        <translation>Sagen und sehen</translation>
    </message>
    <message>
        <source>Say what you remember, and see your photos. Everything happens on this machine: your photos are only read, and nothing you say leaves it.</source>
        <translation>Sagen Sie, woran Sie sich erinnern, und sehen Sie Ihre Fotos. Alles geschieht auf diesem Rechner: Ihre Fotos werden nur gelesen, und nichts, was Sie sagen, verlässt ihn.</translation>
    </message>
    <message>
        <source>Choose a folder of photos…</source>
        <translation>Einen Ordner mit Fotos wählen …</translation>
    </message>
    <message>
        <source>Try it with sample pictures</source>
        <translation>Mit Beispielbildern ausprobieren</translation>
    </message>
    <message>
        <source>Add a folder of photos</source>
        <translation>Einen Ordner mit Fotos hinzufügen</translation>
    </message>
</context>
</TS>
