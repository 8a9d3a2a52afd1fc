#include "app/gui/composition.h"

#include "core/audio/microphone.h"
#include "core/base/paths.h"
#include "core/model/pack.h"
#include "ui/bridge/text.h"
#include "ui/settings/preferences.h"
#include "ui/settings/translation.h"

#include <QApplication>
#include <QIcon>

namespace saysee::gui {

namespace {

// Panels take their texts when they are made, so the language comes with the settings, before anything else.
ui::SettingsFile openTranslated(QApplication& application)
{
    ui::SettingsFile file = ui::openSettings(ui::displayPath(base::configDirectory() / "window.ini"));
    ui::installTranslation(application, ui::Preferences(*file.settings).language());
    return file;
}

session::WorkspaceConfig workspaceConfig(const std::filesystem::path& library, const std::string& pack,
                                         QSettings& settings)
{
    session::WorkspaceConfig config;
    config.library = library;
    // A pack that is missing is no reason not to start: the first search says so.
    const std::string name = pack.empty() ? model::chosenPack() : pack;
    const auto found = model::findPack(name);
    config.engine.pack = found ? found->folder : std::filesystem::path(name);
    config.engine.device = ui::fromQt(ui::Preferences(settings).device());
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
    : m_settings(openTranslated(application)), m_theme(application, *m_settings.settings),
      m_library(libraryOf(options)), m_session(workspaceConfig(m_library, options.pack, *m_settings.settings)),
      m_microphone(microphoneOf(options)), m_voice(*m_microphone, base::stateDirectory() / "takes", m_bridge),
      m_context {m_session, m_bridge,
                 m_voice,   m_photos,
                 m_theme,   *m_settings.settings,
                 m_bus,     m_jobs,
                 m_library, base::stateDirectory() / "takes"},
      m_window(m_context, ui::allPanels())
{
    if (!m_settings.message.isEmpty())
        Q_EMIT m_bus.statusMessage(m_settings.message);
}

}  // namespace saysee::gui
