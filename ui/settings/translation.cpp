#include "ui/settings/translation.h"

#include <QCoreApplication>
#include <QDir>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace saysee::ui {

namespace {

const auto kFolder = QStringLiteral(":/translations");
const auto kPrefix = QStringLiteral("saysee_");

QString desktopLanguage()
{
    const QStringList available = availableLanguages();
    for (const QString& wanted : QLocale().uiLanguages())
        if (const QString language = wanted.section(QLatin1Char('-'), 0, 0); available.contains(language))
            return language;
    return QStringLiteral("en");
}

void install(QCoreApplication& application, const QString& name, const QString& folder)
{
    auto* translator = new QTranslator(&application);
    if (translator->load(name, folder))
        application.installTranslator(translator);
    else
        delete translator;
}

}  // namespace

QStringList availableLanguages()
{
    QStringList languages {QStringLiteral("en")};
    const QStringList files = QDir(kFolder).entryList({kPrefix + QStringLiteral("*.qm")}, QDir::Files, QDir::Name);
    for (const QString& file : files)
        if (const QString language = file.mid(kPrefix.size()).chopped(3); language != QLatin1String("en"))
            languages << language;
    return languages;
}

void installTranslation(QCoreApplication& application, const QString& language)
{
    const QString chosen = language.isEmpty() ? desktopLanguage() : language;
    if (!language.isEmpty())
        QLocale::setDefault(QLocale(chosen));
    install(application, QStringLiteral("qtbase_") + chosen, QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    install(application, kPrefix + chosen, kFolder);
}

}  // namespace saysee::ui
