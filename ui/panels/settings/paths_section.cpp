#include "ui/panels/settings/paths_section.h"

#include "core/base/paths.h"
#include "ui/bridge/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QFormLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSettings>
#include <QToolButton>

namespace saysee::ui {

PathsSection::PathsSection(PanelContext& context) : m_context(context)
{
    auto* form = new QFormLayout(this);
    form->setContentsMargins({});
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    addPath(form, tr("Library and recordings"), context.library);
    addPath(form, tr("Models"), base::dataDirectory() / "models");
    addPath(form, tr("Caches, may be deleted at any time"), base::cacheDirectory());
    addPath(form, tr("Recordings in the making"), context.takes);
    addPath(form, tr("Settings"), toPath(context.settings.fileName()).parent_path());
}

void PathsSection::addPath(QFormLayout* form, const QString& name, const std::filesystem::path& path)
{
    const QString shown = displayPath(path);
    auto* row = new QWidget;
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins({});
    auto* field = new QLineEdit(shown);
    field->setReadOnly(true);
    field->setCursorPosition(0);
    field->setAccessibleName(name);
    auto* copy = new QToolButton;
    copy->setIcon(themedIcon(QStringLiteral("copy")));
    copy->setToolTip(tr("Copy the path: %1").arg(name));
    copy->setAccessibleName(copy->toolTip());
    auto* open = new QToolButton;
    open->setIcon(themedIcon(QStringLiteral("folder-open")));
    open->setToolTip(tr("Open the folder: %1").arg(name));
    open->setAccessibleName(open->toolTip());
    for (QToolButton* button : {copy, open})
        button->setMinimumSize(spacing::kTarget, spacing::kTarget);
    line->addWidget(field, 1);
    line->addWidget(copy);
    line->addWidget(open);
    form->addRow(name, row);
    connect(copy, &QToolButton::clicked, this, [this, shown] {
        QGuiApplication::clipboard()->setText(shown);
        Q_EMIT m_context.bus.statusMessage(tr("Copied: %1").arg(shown));
    });
    connect(open, &QToolButton::clicked, this, [this, path] {
        if (!QDesktopServices::openUrl(toUrl(path)))
            Q_EMIT m_context.bus.statusMessage(tr("%1 is not there yet.").arg(displayPath(path)));
    });
}

}  // namespace saysee::ui
