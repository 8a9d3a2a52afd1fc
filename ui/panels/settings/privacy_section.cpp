#include "ui/panels/settings/privacy_section.h"

#include "core/session/session.h"
#include "ui/bridge/bridge.h"
#include "ui/bridge/text.h"
#include "ui/widgets/section.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMessageBox>
#include <QPushButton>
#include <limits>

namespace saysee::ui {

PrivacySection::PrivacySection(PanelContext& context)
    : m_context(context), m_preferences(context.settings), m_keep(new QComboBox),
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
    m_keep->setCurrentIndex(m_keep->findData(static_cast<int>(m_preferences.keepQueries())));
    m_preRoll->setChecked(m_preferences.preRoll() == PreRoll::WhileFocused);
    connect(m_keep, &QComboBox::activated, this, [this] {
        m_preferences.setKeepQueries(static_cast<KeepQueries>(m_keep->currentData().toInt()));
        Q_EMIT m_context.bus.settingChanged(Preferences::kKeepQueriesKey);
    });
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

void PrivacySection::askAndDelete()
{
    // Recordings cannot be brought back, so this is asked; open() waits in no loop of its own.
    auto* question = new QMessageBox(
        QMessageBox::Question, tr("Delete past queries"),
        tr("Delete all past queries and their sound, except those that you keep always?"), QMessageBox::Cancel, this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    const auto* yes = question->addButton(tr("Delete"), QMessageBox::DestructiveRole);
    connect(yes, &QAbstractButton::clicked, this, &PrivacySection::deleteAll);
    question->open();
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
