#include "tests/support/shared_data.h"
#include "ui/bridge/text.h"
#include "ui/panels/panel.h"
#include "ui/settings/translation.h"

#include <QCoreApplication>
#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

using namespace saysee;

namespace {

struct Message {
    QString context;
    QString source;
    QStringList translations;  // one, or one for each plural form
    QString state;  // empty: finished
};

// %Ln: the number, written as the language does.
bool hasPlural(const QString& source)
{
    return source.contains(QLatin1String("%n")) || source.contains(QLatin1String("%Ln"));
}

QList<Message> readMessages(const QString& language)
{
    const auto path =
        test::sourceDirectory() / "resources/translations" / ("saysee_" + language.toStdString() + ".ts");
    QFile file(QString::fromStdString(path.string()));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QList<Message> messages;
    QString context;
    QXmlStreamReader xml(&file);
    while (!xml.atEnd()) {
        if (!xml.readNext() || !xml.isStartElement())
            continue;
        if (xml.name() == QLatin1String("name"))
            context = xml.readElementText();
        else if (xml.name() == QLatin1String("source"))
            messages.append({context, xml.readElementText(), {}, {}});
        else if (xml.name() == QLatin1String("translation")) {
            messages.back().state = xml.attributes().value(QLatin1String("type")).toString();
            const QString text = xml.readElementText(QXmlStreamReader::IncludeChildElements);
            if (hasPlural(messages.back().source))
                for (const QString& form : text.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
                    if (!form.trimmed().isEmpty())
                        messages.back().translations.append(form.trimmed());
                }
            else
                messages.back().translations.append(text);
        }
    }
    return messages;
}

QStringList placeholders(const QString& text)
{
    QStringList found;
    auto matches = QRegularExpression(QStringLiteral("%L?[0-9n]")).globalMatch(text);
    while (matches.hasNext())
        found << matches.next().captured();
    found.sort();
    return found;
}

int mnemonics(const QString& text)
{
    return static_cast<int>(QRegularExpression(QStringLiteral("&(?=\\w)")).match(text).hasMatch());
}

}  // namespace

class TstTranslations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyText_isTranslated_withItsPlaceholders_data()
    {
        QTest::addColumn<QString>("language");
        QTest::newRow("German") << QStringLiteral("de");
        QTest::newRow("English plurals") << QStringLiteral("en");
    }
    void everyText_isTranslated_withItsPlaceholders()
    {
        QFETCH(QString, language);
        const QList<Message> messages = readMessages(language);
        QVERIFY2(messages.size() > 10, "the file is missing or empty");
        QStringList wrong;
        for (const Message& message : messages) {
            const QString where = message.context + QStringLiteral(": ") + message.source;
            if (!message.state.isEmpty())
                wrong << where + QStringLiteral(" (") + message.state + QLatin1Char(')');
            const int forms = hasPlural(message.source) ? 2 : 1;
            if (message.translations.size() != forms)
                wrong << where + QStringLiteral(" (a form is missing)");
            for (const QString& translation : message.translations) {
                if (placeholders(translation) != placeholders(message.source))
                    wrong << where + QStringLiteral(" (placeholders)");
                if (mnemonics(translation) != mnemonics(message.source))
                    wrong << where + QStringLiteral(" (mnemonic)");
            }
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QLatin1Char('\n'))));
    }

    // Behind the German words stands what the core says, which names the file.
    void germanWindow_tellsOfErrorsInGerman()
    {
        const base::Error error {base::ErrorCode::Corrupt, "The file /a/b.jpg is damaged.", {}};
        QCOMPARE(ui::inWords(error), QStringLiteral("The file /a/b.jpg is damaged."));
        audio::ClipQuality quiet;
        quiet.faults = {audio::ClipFault::TooQuiet};
        QCOMPARE(ui::qualityText(quiet), QString::fromStdString(audio::describe(quiet)));

        ui::installTranslation(*QCoreApplication::instance(), QStringLiteral("de"));
        QCOMPARE(ui::errorText(error).sentence, QStringLiteral("Eine Datei ist beschädigt."));
        QVERIFY(ui::errorText(error).advice.contains(QLatin1String("/a/b.jpg")));
        QVERIFY(ui::qualityText(quiet) != QString::fromStdString(audio::describe(quiet)));
    }

    void germanWindow_speaksGerman()
    {
        QVERIFY(ui::availableLanguages().contains(QStringLiteral("de")));
        ui::installTranslation(*QCoreApplication::instance(), QStringLiteral("de"));
        QStringList titles;
        for (const ui::Panel& panel : ui::allPanels())
            titles << panel.title;
        QVERIFY2(titles.contains(QStringLiteral("Einstellungen")), qPrintable(titles.join(QLatin1Char(' '))));
        QCOMPARE(QLocale().decimalPoint(), QStringLiteral(","));
    }
};

QTEST_MAIN(TstTranslations)
#include "tst_translations.moc"
