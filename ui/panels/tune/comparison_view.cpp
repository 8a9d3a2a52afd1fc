#include "ui/panels/tune/comparison_view.h"

#include "ui/bridge/text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/scaled_picture.h"
#include "ui/widgets/section.h"

#include <QHBoxLayout>
#include <QLabel>

namespace saysee::ui {

namespace {

constexpr int kSide = 72;  // pixels

QString rankText(std::size_t rank)
{
    return rank == 0 ? ComparisonView::tr("far behind") : ComparisonView::tr("place %1").arg(rank);
}

}  // namespace

QString changeText(const session::ComparedQuery& query)
{
    const QString ranks = ComparisonView::tr("the photo you opened: %1 before, %2 now")
                              .arg(rankText(query.rankBefore), rankText(query.rankAfter));
    switch (query.change) {
    case session::Change::Better:
        return ComparisonView::tr("Better, %1").arg(ranks);
    case session::Change::Worse:
        return ComparisonView::tr("Worse, %1").arg(ranks);
    case session::Change::Other:
        return ComparisonView::tr("Other photos come first");
    case session::Change::Same:
        break;
    }
    return ComparisonView::tr("Same");
}

ComparisonView::ComparisonView(PhotoLoader& photos, QWidget* parent)
    : QScrollArea(parent), m_photos(photos), m_heading(nullptr), m_note(nullptr), m_rows(nullptr)
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("Your past voice queries with this version"));
    connect(&photos, &PhotoLoader::changed, this, [this](const std::filesystem::path& photo) {
        for (const Thumbnail& thumbnail : m_thumbnails)
            if (thumbnail.photo == photo)
                load(thumbnail);
    });
}

void ComparisonView::setQueries(const library::Version& version, const std::vector<session::ComparedQuery>& queries,
                                bool more)
{
    if (m_rows == nullptr || m_version != version.id || queries.size() < m_shown)
        begin(version.id);
    m_heading->setText(tr("Your past voice queries with %1").arg(toQt(version.name)));
    for (; m_shown < queries.size(); ++m_shown)
        m_rows->insertWidget(m_rows->indexOf(m_note), makeRow(queries[m_shown]));
    m_note->setText(more                  ? tr("Asking…")
                        : queries.empty() ? tr("There are no past voice queries whose sound was kept.")
                                          : QString());
}

void ComparisonView::begin(base::VersionId version)
{
    m_version = version;
    m_shown = 0;
    m_thumbnails.clear();
    auto* page = new QWidget;
    m_rows = new QVBoxLayout(page);
    m_rows->setSpacing(spacing::kNormal);
    m_heading = makeLabel({}, TextRole::Heading);
    m_rows->addWidget(m_heading);
    m_note = makeLabel({}, TextRole::Caption);
    m_rows->addWidget(m_note);
    m_rows->addStretch(1);
    setWidget(page);  // deletes the one before
}

QWidget* ComparisonView::makeRow(const session::ComparedQuery& query)
{
    auto* row = new QWidget;
    auto* column = new QVBoxLayout(row);
    column->setContentsMargins({});
    column->addWidget(makeLabel(tr("“%1”: %2").arg(toQt(query.text), changeText(query))));
    auto* sides = new QHBoxLayout;
    sides->addWidget(makePhotos(tr("Before"), query.before));
    sides->addWidget(makePhotos(tr("Now"), query.after));
    sides->addStretch(1);
    column->addLayout(sides);
    return row;
}

QWidget* ComparisonView::makePhotos(const QString& title, const std::vector<std::filesystem::path>& photos)
{
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, spacing::kLarge, 0);
    row->addWidget(makeLabel(title, TextRole::Caption));
    for (const auto& photo : photos) {
        auto* label = new QLabel;
        label->setFixedSize(kSide, kSide);
        label->setAlignment(Qt::AlignCenter);
        label->setToolTip(toQt(photo.filename().string()));
        label->setAccessibleName(toQt(photo.filename().string()));
        row->addWidget(label);
        m_thumbnails.push_back({photo, label});
        load(m_thumbnails.back());
    }
    return box;
}

void ComparisonView::load(const Thumbnail& thumbnail)
{
    const auto picture = m_photos.thumbnail(thumbnail.photo);
    if (picture.state == PhotoLoader::State::Ready)
        thumbnail.label->setPixmap(scaledFor(*thumbnail.label, picture.pixmap));
}

}  // namespace saysee::ui
