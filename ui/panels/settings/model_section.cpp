#include "ui/panels/settings/model_section.h"

#include "core/model/pack.h"
#include "core/session/session.h"
#include "ui/bridge/bridge.h"
#include "ui/bridge/text.h"
#include "ui/widgets/section.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLocale>

namespace saysee::ui {

namespace {

QString describe(const model::EngineInfo& info)
{
    const QString text =
        ModelSection::tr("In use now: %1 on %2. Recogniser: %3. Pictures and texts: %4.")
            .arg(toQt(info.packName), toQt(info.device), toQt(info.recogniser), toQt(info.imageText));
    return info.deviceNote.empty() ? text : text + QLatin1Char(' ') + toQt(info.deviceNote);
}

}  // namespace

ModelSection::ModelSection(PanelContext& context)
    : m_context(context), m_preferences(context.settings), m_pack(makeChoice()), m_device(makeChoice()),
      m_inUse(makeLabel({}, TextRole::Caption)),
      m_later(makeLabel(tr("Your choice holds from the next start of SaySee."), TextRole::Caption))
{
    auto* form = new QFormLayout(this);
    form->setContentsMargins({});
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    form->addRow(tr("&Pack of models"), m_pack);
    form->addRow(tr("P&rocessor"), m_device);
    form->addRow(m_inUse);
    form->addRow(m_later);
    m_later->hide();
    m_device->addItem(tr("Choose by itself"), QStringLiteral("auto"));
    m_device->addItem(tr("Main processor (CPU)"), QStringLiteral("cpu"));
    m_device->addItem(tr("Graphics processor (CUDA)"), QStringLiteral("cuda"));
    const QString stored = m_preferences.device();
    if (m_device->findData(stored) < 0)
        m_device->addItem(stored, stored);  // cuda:1 and so on, from the file
    m_device->setCurrentIndex(m_device->findData(stored));
    connect(m_device, &QComboBox::activated, this, [this] {
        m_preferences.setDevice(m_device->currentData().toString());
        m_later->show();
    });
    connect(m_pack, &QComboBox::activated, this, &ModelSection::choosePack);
}

void ModelSection::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    listPacks();
    readUse();
}

void ModelSection::listPacks()
{
    using Packs = std::vector<model::Pack>;
    m_context.bridge.aside<Packs>(
        []() -> base::Result<Packs> { return model::listPacks(); }, this,
        [this](const base::Result<Packs>& packs) {
            m_pack->clear();
            for (const model::Pack& pack : *packs)
                m_pack->addItem(tr("%1 (%2)").arg(toQt(pack.title),
                                                  QLocale().formattedDataSize(static_cast<qint64>(pack.bytes()))),
                                toQt(pack.name));
            m_pack->setCurrentIndex(m_pack->findData(toQt(model::chosenPack())));
        });
}

void ModelSection::choosePack()
{
    m_context.bridge.aside<bool>(
        [name = fromQt(m_pack->currentData().toString())]() -> base::Result<bool> {
            SAYSEE_TRY(model::choosePack(name));
            return true;
        },
        this,
        [this](const base::Result<bool>& chosen) {
            m_later->setText(chosen ? tr("Your choice holds from the next start of SaySee.")
                                    : inWords(chosen.error()));
            m_later->show();
        });
}

void ModelSection::readUse()
{
    m_context.session.ask<model::EngineInfo>(
        [](session::Workspace& workspace, const base::TaskContext& task) -> base::Result<model::EngineInfo> {
            SAYSEE_ASSIGN(const model::Engine* engine, workspace.engine(task));
            return engine->info();
        },
        m_context.bridge.to<model::EngineInfo>(this, [this](const base::Result<model::EngineInfo>& info) {
            m_inUse->setText(info ? describe(*info) : inWords(info.error()));
        }));
}

}  // namespace saysee::ui
