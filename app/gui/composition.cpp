#include "app/gui/composition.h"

#include "core/audio/microphone.h"
#include "core/base/paths.h"
#include "core/model/pack.h"
#include "ui/bridge/text.h"

#include <QApplication>
#include <QIcon>

namespace saysee::gui {

namespace {

session::WorkspaceConfig workspaceConfig(const std::filesystem::path& library, const std::string& pack)
{
    session::WorkspaceConfig config;
    config.library = library;
    // A pack that is missing is no reason not to start: the first search says so.
    const std::string name = pack.empty() ? model::chosenPack() : pack;
    const auto found = model::findPack(name);
    config.engine.pack = found ? found->folder : std::filesystem::path(name);
    return config;
}

std::filesystem::path libraryOf(const Options& options)
{
    return options.library.empty() ? base::defaultLibrary() : options.library;
}

std::unique_ptr<audio::AudioInput> microphoneOf(Options& options)
{
    if (options.microphone)
        return std::move(options.microphone);
    return std::make_unique<audio::Microphone>();
}

}  // namespace

void prepare(QApplication& application)
{
    QApplication::setApplicationName(QStringLiteral("saysee"));
    QApplication::setApplicationDisplayName(QStringLiteral("SaySee"));
    QApplication::setApplicationVersion(QStringLiteral(SAYSEE_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("io.github.saysee.SaySee"));
    application.setWindowIcon(QIcon(QStringLiteral(":/icons/io.github.saysee.SaySee.svg")));
}

Composition::Composition(QApplication& application, Options options)
    : m_settings(ui::displayPath(base::configDirectory() / "window.ini"), QSettings::IniFormat),
      m_theme(application, m_settings), m_library(libraryOf(options)),
      m_session(workspaceConfig(m_library, options.pack)), m_microphone(microphoneOf(options)),
      m_voice(*m_microphone, base::stateDirectory() / "takes", m_bridge),
      m_context {m_session,  m_bridge, m_voice, m_photos,  m_theme,
                 m_settings, m_bus,    m_jobs,  m_library, base::stateDirectory() / "takes"},
      m_window(m_context, ui::allPanels())
{
}

}  // namespace saysee::gui
