#include "ui/panels/photo/photo_facts.h"

#include "ui/bridge/text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QStringList>
#include <QTimeZone>

namespace saysee::ui {

namespace {

struct PhotoFacts {
    Q_DECLARE_TR_FUNCTIONS(PhotoFacts)
};

QString joined(const std::vector<std::string>& texts)
{
    QStringList all;
    for (const std::string& text : texts)
        all << toQt(text);
    return all.join(QStringLiteral(", "));
}

QString stars(int rating)
{
    return rating < 0 ? PhotoFacts::tr("rejected")
                      : QString(rating, QChar(0x2605)) + QString(5 - rating, QChar(0x2606));
}

}  // namespace

std::vector<FactLine> photoFacts(const library::Photo& photo)
{
    const image::PhotoMetadata& metadata = photo.metadata;
    const QLocale locale;
    std::vector<FactLine> facts;
    const auto add = [&](const QString& name, const QString& value) {
        if (!value.isEmpty())
            facts.emplace_back(name, value);
    };
    add(PhotoFacts::tr("Title"), toQt(metadata.title));
    add(PhotoFacts::tr("Description"), toQt(metadata.description));
    if (metadata.taken) {
        const QDateTime taken = QDateTime::fromMSecsSinceEpoch(metadata.taken->localMilliseconds, Qt::UTC);
        add(PhotoFacts::tr("Taken"),
            locale.toString(taken.date(), QLocale::LongFormat) + QStringLiteral(", ")
                + locale.toString(taken.time(), QLocale::ShortFormat));
    }
    add(PhotoFacts::tr("Keywords"), joined(metadata.keywords));
    QStringList people;
    for (const auto& person : metadata.people)
        people << toQt(person.name);
    add(PhotoFacts::tr("People"), people.join(QStringLiteral(", ")));
    add(PhotoFacts::tr("Place"), joined(metadata.places));
    if (metadata.position)
        add(PhotoFacts::tr("Position"),
            QStringLiteral("%1, %2").arg(locale.toString(metadata.position->latitude, 'f', 5),
                                         locale.toString(metadata.position->longitude, 'f', 5)));
    if (metadata.rating)
        add(PhotoFacts::tr("Rating"), stars(*metadata.rating));
    add(PhotoFacts::tr("Camera"), toQt(metadata.camera));
    add(PhotoFacts::tr("Size"),
        locale.formattedDataSize(static_cast<qint64>(photo.size), 1, QLocale::DataSizeSIFormat));
    add(PhotoFacts::tr("Folder"), displayPath(photo.path.parent_path()));
    return facts;
}

}  // namespace saysee::ui
