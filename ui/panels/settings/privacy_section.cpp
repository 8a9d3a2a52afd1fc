#include "ui/panels/settings/privacy_section.h"

#include "core/session/session.h"
#include "ui/bridge/bridge.h"
#include "ui/bridge/text.h"
#include "ui/widgets/question.h"
#include "ui/widgets/section.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <limits>

namespace saysee::ui {

PrivacySection::PrivacySection(PanelContext& context)
    : m_context(context), m_preferences(context.settings), m_keep(makeChoice()),
      m_preRoll(new QCheckBox(tr("Keep the moment before the key press, while this window has the focus"))),
      m_counts(makeLabel({}, TextRole::Caption)),
      m_delete(makeButton(tr("Delete past queries now…"), QStringLiteral("delete")))
{
    auto* form = new QFormLayout(this);
    form->setContentsMargins({});
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    form->addRow(makeLabel(tr("Everything stays on this machine. SaySee uses the network only to fetch a model that "
                              "you ask for.")));
    form->addRow(tr("Keep &past queries and their sound"), m_keep);
    form->addRow(m_counts);
    auto* row = new QHBoxLayout;
    row->addWidget(m_delete);
    row->addStretch(1);
    form->addRow(row);
    form->addRow(m_preRoll);
    form->addRow(
        makeLabel(tr("So no first word is lost. The moment is held in memory alone, and forgotten unless you "
                     "press the key."),
                  TextRole::Caption));
    m_keep->addItem(tr("Not at all"), static_cast<int>(KeepQueries::Not));
    m_keep->addItem(tr("For a week"), static_cast<int>(KeepQueries::Week));
    m_keep->addItem(tr("For a month"), static_cast<int>(KeepQueries::Month));
    m_keep->addItem(tr("For a year"), static_cast<int>(KeepQueries::Year));
    m_keep->addItem(tr("Until I delete them"), static_cast<int>(KeepQueries::Always));
    showKeep();
    m_preRoll->setChecked(m_preferences.preRoll() == PreRoll::WhileFocused);
    connect(m_keep, &QComboBox::activated, this, &PrivacySection::chooseKeep);
    connect(m_preRoll, &QCheckBox::toggled, this, [this](bool on) {
        m_preferences.setPreRoll(on ? PreRoll::WhileFocused : PreRoll::Off);
        Q_EMIT m_context.bus.settingChanged(Preferences::kPreRollKey);
    });
    connect(m_delete, &QPushButton::clicked, this, &PrivacySection::askAndDelete);
}

void PrivacySection::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    readCounts();
}

void PrivacySection::readCounts()
{
    using Counts = library::HistoryCounts;
    m_context.session.ask<Counts>([](session::Workspace& workspace,
                                     const base::TaskContext&) { return workspace.library().history().counts(); },
                                  m_context.bridge.to<Counts>(this, [this](const base::Result<Counts>& counts) {
                                      if (!counts)
                                          return m_counts->setText(inWords(counts.error()));
                                      m_counts->setText(
                                          tr("%Ln past query(s), %1 min of sound, %2 of them kept always.", nullptr,
                                             static_cast<int>(counts->queries))
                                              .arg(QLocale().toString(counts->spokenSeconds / 60, 'f', 1),
                                                   QLocale().toString(static_cast<qulonglong>(counts->kept))));
                                      m_delete->setEnabled(counts->queries > counts->kept);
                                  }));
}

void PrivacySection::showKeep()
{
    m_keep->setCurrentIndex(m_keep->findData(static_cast<int>(m_preferences.keepQueries())));
}

// A shorter time deletes what is older, and recordings cannot be brought back: so that is asked.
void PrivacySection::chooseKeep()
{
    const auto chosen = static_cast<KeepQueries>(m_keep->currentData().toInt());
    const auto use = [this, chosen] {
        m_preferences.setKeepQueries(chosen);
        Q_EMIT m_context.bus.settingChanged(Preferences::kKeepQueriesKey);
    };
    constexpr int forEver = std::numeric_limits<int>::max();
    if (days(chosen).value_or(forEver) >= days(m_preferences.keepQueries()).value_or(forEver))
        return use();
    const QString text = chosen == KeepQueries::Not
        ? tr("Keep no past queries, and delete all that are there with their sound, except those that you keep "
             "always?")
        : tr("Delete past queries and their sound that are older than %Ln day(s), except those that you keep always?",
             nullptr, *days(chosen));
    ask(this, {tr("Delete past queries"), text, tr("Delete")}, use, [this] { showKeep(); });
}

void PrivacySection::askAndDelete()
{
    ask(this,
        {tr("Delete past queries"), tr("Delete all past queries and their sound, except those that you keep always?"),
         tr("Delete")},
        [this] { deleteAll(); });
}

void PrivacySection::deleteAll()
{
    m_context.session.change<std::uint64_t>(
        [](library::Library& library) { return library.history().expire(std::numeric_limits<std::int64_t>::max()); },
        m_context.bridge.to<std::uint64_t>(this, [this](const base::Result<std::uint64_t>& deleted) {
            Q_EMIT m_context.bus.statusMessage(deleted
                                                   ? tr("%Ln query(s) deleted.", nullptr, static_cast<int>(*deleted))
                                                   : inWords(deleted.error()));
            readCounts();
        }));
}

}  // namespace saysee::ui
