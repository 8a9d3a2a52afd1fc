#include "ui/settings/preferences.h"
#include "ui/settings/settings_file.h"
#include "ui/settings/translation.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace saysee::ui;

class TstSettings : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    QString file() const { return m_folder->path() + QStringLiteral("/config/window.ini"); }
    void write(const QByteArray& content) const
    {
        QDir().mkpath(m_folder->path() + QStringLiteral("/config"));
        QFile out(file());
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(content);
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void choices_survive()
    {
        {
            const SettingsFile opened = openSettings(file());
            QVERIFY2(opened.message.isEmpty(), qPrintable(opened.message));
            Preferences preferences(*opened.settings);
            preferences.setMicrophone({"ALSA", "Headset \"A\"; 50 %, [x]=\xC3\xA4"});
            preferences.setChannel(1);
            preferences.setDevice(QStringLiteral("cuda:1"));
            preferences.setLanguage(QStringLiteral("de"));
            preferences.setKeepQueries(KeepQueries::Not);
            preferences.setPreRoll(PreRoll::Off);
            preferences.setGlobalShortcut(true);
            preferences.setSpeaker(QStringLiteral("Zoë, \"Z\""));
            preferences.setShortcut(QStringLiteral("jobs"), QKeySequence(QStringLiteral("Ctrl+9")));
            preferences.setShortcut(QStringLiteral("tune"), {});
        }
        const SettingsFile opened = openSettings(file());
        QVERIFY2(opened.message.isEmpty(), qPrintable(opened.message));
        const Preferences preferences(*opened.settings);
        QVERIFY(
            (preferences.microphone() == saysee::audio::DeviceName {"ALSA", "Headset \"A\"; 50 %, [x]=\xC3\xA4"}));
        QVERIFY(preferences.channel() == 1);
        QCOMPARE(preferences.device(), QStringLiteral("cuda:1"));
        QCOMPARE(preferences.language(), QStringLiteral("de"));
        QVERIFY(preferences.keepQueries() == KeepQueries::Not);
        QVERIFY(preferences.preRoll() == PreRoll::Off);
        QVERIFY(preferences.globalShortcut());
        QCOMPARE(preferences.speaker(), QStringLiteral("Zoë, \"Z\""));
        const QKeySequence standard(QStringLiteral("Ctrl+1"));
        QCOMPARE(preferences.shortcut(QStringLiteral("jobs"), standard), QKeySequence(QStringLiteral("Ctrl+9")));
        QVERIFY(preferences.shortcut(QStringLiteral("tune"), standard).isEmpty());
        QCOMPARE(preferences.shortcut(QStringLiteral("label"), standard), standard);
    }

    void nonsense_isReadAsTheDefault()
    {
        write("language=../../etc\nglobalShortcut=perhaps\n[microphone]\nchannel=-3\npreRoll=7\n[model]\n"
              "device=cuda:x\n[privacy]\nkeepQueries=12\n");
        const SettingsFile opened = openSettings(file());
        QVERIFY2(opened.message.isEmpty(), qPrintable(opened.message));
        const Preferences preferences(*opened.settings);
        QVERIFY(preferences.microphone().isDefault());
        QVERIFY(!preferences.channel());
        QCOMPARE(preferences.device(), QStringLiteral("auto"));
        QCOMPARE(preferences.language(), QString());
        QVERIFY(preferences.keepQueries() == KeepQueries::Month);
        QVERIFY(preferences.preRoll() == PreRoll::WhileFocused);
        QVERIFY(!preferences.globalShortcut());
    }

    void damagedFiles_areSetAside_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("binary") << QByteArray("\x7f"
                                              "ELF\0\0\1\2",
                                              8);
        QTest::newRow("zeros, as after a power cut") << QByteArray(512, '\0');
        QTest::newRow("prose") << QByteArray("language=de\nI was here\n");
        QTest::newRow("huge") << QByteArray(2 << 20, 'a');
    }
    void damagedFiles_areSetAside()
    {
        QFETCH(QByteArray, content);
        for (int time = 1; time <= 2; ++time) {  // the second one must not overwrite the first
            write(content);
            const SettingsFile opened = openSettings(file());
            const QString aside = file() + (time == 1 ? QStringLiteral(".damaged") : QStringLiteral(".damaged-2"));
            QVERIFY2(opened.message.contains(aside), qPrintable(opened.message));
            QFile kept(aside);
            QVERIFY(kept.open(QIODevice::ReadOnly));
            QVERIFY2(kept.readAll() == content, "what was set aside is not what was there");
            Preferences preferences(*opened.settings);
            QCOMPARE(preferences.language(), QString());
            preferences.setLanguage(QStringLiteral("de"));
            QVERIFY(preferences.language() == QLatin1String("de"));
            opened.settings->sync();
            QFile::remove(file());
        }
    }

    void aFolderThatCannotBeMade_isSaid()
    {
        QFile blocker(m_folder->path() + QStringLiteral("/config"));
        QVERIFY(blocker.open(QIODevice::WriteOnly));
        const SettingsFile opened = openSettings(file());
        QVERIFY2(opened.message.contains(file()), qPrintable(opened.message));
        Preferences preferences(*opened.settings);
        preferences.setLanguage(QStringLiteral("de"));
        QCOMPARE(preferences.language(), QStringLiteral("de"));  // lasts until the program ends
    }

    void keepTimes_areDays()
    {
        QVERIFY(days(KeepQueries::Not) == 0);
        QVERIFY(days(KeepQueries::Week) == 7);
        QVERIFY(!days(KeepQueries::Always));
    }
};

QTEST_GUILESS_MAIN(TstSettings)
#include "tst_settings.moc"
