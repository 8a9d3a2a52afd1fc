#include "ui/panels/tune/outcome_view.h"

#include "ui/panels/tune/tune_text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/section.h"

#include <QGridLayout>
#include <QLabel>
#include <QPainter>

namespace saysee::ui {

namespace {

// Green or amber, always beside the words that say the same.
class Light : public QWidget {
public:
    explicit Light(bool green) : m_green(green) { setFixedSize(2 * kRadius, 2 * kRadius); }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        const Colours& look = colours(currentScheme());
        painter.setBrush(m_green ? look.best : look.maybe);
        painter.drawEllipse(rect().adjusted(2, 2, -2, -2));
    }

private:
    static constexpr int kRadius = 8;
    bool m_green;
};

QLabel* makeFigure(const QString& text, TextRole role)
{
    QLabel* label = makeLabel(text, role);
    label->setWordWrap(false);
    return label;
}

// "17 %", of one of the recalls of one side.
int percentOf(const nlohmann::json& recall, const char* key) { return qRound(100 * recall.value(key, 0.0)); }

}  // namespace

OutcomeView::OutcomeView(QWidget* parent) : QFrame(parent), m_column(new QVBoxLayout(this))
{
    setProperty("role", QStringLiteral("card"));
    setAccessibleName(tr("What the version brought"));
    m_column->setContentsMargins(spacing::kLarge, spacing::kNormal, spacing::kLarge, spacing::kNormal);
}

void OutcomeView::setVersion(const library::Version& version)
{
    const QString words = versionText(version);
    if (m_page != nullptr && words == accessibleDescription())
        return;  // the panel refreshes often, and nothing shall flicker
    delete m_page;
    m_page = nullptr;
    setAccessibleDescription(words);
    setVisible(!words.isEmpty());
    if (words.isEmpty())
        return;
    m_page = new QWidget;
    auto* column = new QVBoxLayout(m_page);
    column->setContentsMargins({});
    column->addWidget(makeFigures(version.metrics));
    const auto scope = training::scopeNamed(version.settings.at("scope").get<std::string>());
    column->addWidget(makeLight(*scope, version.metrics.at("over_fitting")));
    column->addStretch(1);
    m_column->addWidget(m_page);
    m_page->show();  // at once, not with the next turn of the event loop
}

QWidget* OutcomeView::makeFigures(const nlohmann::json& metrics)
{
    auto* box = new QWidget;
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins({});
    grid->setHorizontalSpacing(spacing::kLarge);
    grid->setVerticalSpacing(spacing::kHair);
    grid->setColumnStretch(0, 1);
    const QStringList heads = {tr("Found"), tr("first"), tr("among 5"), tr("among 10")};
    for (int column = 0; column < heads.size(); ++column)
        grid->addWidget(makeFigure(heads[column], TextRole::Caption), 0, column);
    addRow(*grid, tr("Held-out pairs"), metrics.at("held_out"));
    addRow(*grid, tr("General searches"), metrics.at("probe"));
    return box;
}

void OutcomeView::addRow(QGridLayout& grid, const QString& title, const nlohmann::json& side)
{
    const int row = grid.rowCount() + 1;
    grid.setRowMinimumHeight(row - 1, spacing::kNormal);
    grid.addWidget(makeFigure(tr("%1 (%L2)").arg(title).arg(side.value("queries", 0)), TextRole::Body), row, 0);
    grid.addWidget(makeFigure(tr("%L1 better, %L2 same, %L3 worse")
                                  .arg(side.value("better", 0))
                                  .arg(side.value("same", 0))
                                  .arg(side.value("worse", 0)),
                              TextRole::Caption),
                   row + 1, 0);
    int column = 1;
    for (const char* top : {"recall_1", "recall_5", "recall_10"}) {
        const nlohmann::json& before = side.at("before").at(top);
        const nlohmann::json& after = side.at("after").at(top);
        grid.addWidget(makeFigure(tr("%1 → %2 %").arg(percentOf(before, "value")).arg(percentOf(after, "value")),
                                  TextRole::Heading),
                       row, column);
        QLabel* interval = makeFigure(tr("%1–%2 → %3–%4")
                                          .arg(percentOf(before, "low"))
                                          .arg(percentOf(before, "high"))
                                          .arg(percentOf(after, "low"))
                                          .arg(percentOf(after, "high")),
                                      TextRole::Caption);
        interval->setToolTip(tr("Where the true figures lie, 95 times out of 100"));
        grid.addWidget(interval, row + 1, column);
        ++column;
    }
}

QWidget* OutcomeView::makeLight(training::TuneScope scope, double gap)
{
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins({});
    row->addWidget(new Light(!overFits(gap)));
    row->addWidget(makeLabel(overFittingText(scope, gap)), 1);
    return box;
}

}  // namespace saysee::ui
