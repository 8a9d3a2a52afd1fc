#include "ui/item_models/answer_text.h"

#include "ui/bridge/text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QStringList>

namespace saysee::ui {

namespace {

struct Answer {
    Q_DECLARE_TR_FUNCTIONS(Answer)
};

QString fieldText(search::Field field)
{
    switch (field) {
    case search::Field::FileName:
        return Answer::tr("The file name says \"%1\".");
    case search::Field::FolderName:
        return Answer::tr("The folder is called \"%1\".");
    case search::Field::Title:
        return Answer::tr("The title says \"%1\".");
    case search::Field::Keyword:
        return Answer::tr("It has the keyword \"%1\".");
    case search::Field::Place:
        return Answer::tr("It was taken in \"%1\".");
    case search::Field::Person:
        return Answer::tr("It shows \"%1\".");
    }
    return QStringLiteral("%1");
}

QString number(float value) { return QLocale().toString(static_cast<double>(value), 'f', 2); }

}  // namespace

QString bandTitle(search::Band band)
{
    switch (band) {
    case search::Band::Best:
        return Answer::tr("Best");
    case search::Band::Maybe:
        return Answer::tr("Maybe");
    case search::Band::Rest:
        return Answer::tr("Weak");
    }
    return {};
}

QString summaryText(const search::SearchAnswer& answer)
{
    QStringList sentences;
    if (answer.coverage.total == 0)
        sentences << Answer::tr("The library is empty: add a folder of photos first.");
    else if (answer.nothingMatches())
        sentences << Answer::tr("Nothing in your library matches.");
    else {
        if (answer.best > 0)
            sentences << Answer::tr("%Ln photo(s) match well.", nullptr, static_cast<int>(answer.best));
        if (answer.maybe > 0)
            sentences << Answer::tr("%Ln may match.", nullptr, static_cast<int>(answer.maybe));
    }
    if (answer.coverage.searched < answer.coverage.total)
        sentences << Answer::tr("%1 % of the library is searched so far.")
                         .arg(answer.coverage.searched * 100 / answer.coverage.total);
    return sentences.join(QLatin1Char(' '));
}

QString whyText(const search::SearchHit& hit)
{
    QStringList reasons;
    if (hit.written)
        reasons << fieldText(hit.written->field).arg(toQt(hit.written->text));
    if (!hit.clause.empty())
        reasons << Answer::tr("It looks most like \"%1\".").arg(toQt(hit.clause));
    if (hit.words && hit.sound)
        reasons << Answer::tr("Likeness: words %1, sound %2.").arg(number(*hit.words), number(*hit.sound));
    else if (hit.words)
        reasons << Answer::tr("Likeness of the words: %1.").arg(number(*hit.words));
    else if (hit.sound)
        reasons << Answer::tr("Likeness of the sound: %1.").arg(number(*hit.sound));
    else if (hit.score)
        reasons << Answer::tr("Likeness of the picture: %1.").arg(number(*hit.score));
    return reasons.join(QLatin1Char(' '));
}

QString takenText(const std::string& iso8601)
{
    const QDate day = QDate::fromString(toQt(iso8601).left(10), Qt::ISODate);
    return day.isValid() ? QLocale().toString(day, QLocale::LongFormat) : toQt(iso8601);
}

}  // namespace saysee::ui
