// Builds the window and everything below it, and takes it all down in order.
#pragma once

#include "core/audio/audio_input.h"
#include "core/session/session.h"
#include "ui/bridge/bridge.h"
#include "ui/bridge/voice_recorder.h"
#include "ui/item_models/job_list.h"
#include "ui/main_window.h"
#include "ui/panels/panel.h"
#include "ui/settings/settings_file.h"
#include "ui/theme/theme_switcher.h"
#include "ui/widgets/photo_loader.h"

#include <memory>
#include <string>

class QApplication;

namespace saysee::gui {

struct Options {
    std::filesystem::path library;  // empty: the default under the XDG data folder
    std::string pack;  // name or folder; empty: the chosen one
    std::unique_ptr<audio::AudioInput> microphone;  // null: the real one
};

// Name, version, icon: what every start of the window needs before its first widget.
void prepare(QApplication& application);

// Members are in the order of their lives: the window goes first, then the recorder, then the session, whose workers
// may still post to the bridge while they end, and the bridge last.
class Composition {
public:
    Composition(QApplication& application, Options options);

    [[nodiscard]] ui::MainWindow& window() { return m_window; }
    [[nodiscard]] ui::PanelContext& context() { return m_context; }

private:
    ui::SettingsFile m_settings;
    ui::ThemeSwitcher m_theme;
    ui::WindowBus m_bus;
    ui::JobList m_jobs;
    ui::Bridge m_bridge;
    std::filesystem::path m_library;
    session::Session m_session;
    std::unique_ptr<audio::AudioInput> m_microphone;
    ui::VoiceRecorder m_voice;
    ui::PhotoLoader m_photos;
    ui::PanelContext m_context;
    ui::MainWindow m_window;
};

}  // namespace saysee::gui
