#include "ui/panels/welcome/welcome_panel.h"

#include "ui/theme/theme.h"
#include "ui/widgets/file_question.h"
#include "ui/widgets/section.h"

#include <QIcon>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace saysee::ui {

namespace {

constexpr int kSignSide = 96;
constexpr int kWidest = 560;

}  // namespace

WelcomePanel::WelcomePanel(PanelContext& context) : m_context(context)
{
    auto* column = makeScrollingColumn(this);
    column->setAlignment(Qt::AlignCenter);
    auto* sign = new QLabel;
    sign->setPixmap(QIcon(QStringLiteral(":/icons/io.github.saysee.SaySee.svg")).pixmap(kSignSide, kSignSide));
    sign->setAlignment(Qt::AlignCenter);
    column->addWidget(sign);
    auto* title = makeLabel(tr("Say it, see it"), TextRole::Title);
    auto* text = makeLabel(tr("Say what you remember, and see your photos. Everything happens on this machine: your "
                              "photos are only read, and nothing you say leaves it."));
    for (QLabel* label : {title, text}) {
        label->setAlignment(Qt::AlignCenter);
        label->setMaximumWidth(kWidest);
        label->setMinimumWidth(kWidest);
        column->addWidget(label, 0, Qt::AlignHCenter);
    }
    auto* own = makePrimaryButton(tr("Choose a folder of photos…"), QStringLiteral("folder-add"));
    auto* sample = makeButton(tr("Try it with sample pictures"), QStringLiteral("image"));
    for (QPushButton* button : {own, sample}) {
        button->setMinimumWidth(kWidest / 2);
        column->addWidget(button, 0, Qt::AlignHCenter);
    }
    setFocusProxy(own);
    connect(own, &QPushButton::clicked, this, &WelcomePanel::chooseFolder);
    connect(sample, &QPushButton::clicked, &m_context.bus, &WindowBus::addSampleLibrary);
    // Also when a folder comes from elsewhere, as what this page asks for is there then.
    const auto leave = [this] {
        if (isVisible())
            Q_EMIT m_context.bus.showPanel(QStringLiteral("search"));
    };
    connect(&m_context.bus, &WindowBus::addFolders, this, leave);
    connect(&m_context.bus, &WindowBus::addSampleLibrary, this, leave);
}

void WelcomePanel::chooseFolder()
{
    askForFile(this, {FileQuestion::Kind::Folder, tr("Add a folder of photos"), picturesFolder()},
               [this](const std::filesystem::path& folder) { Q_EMIT m_context.bus.addFolders({folder}); });
}

}  // namespace saysee::ui
