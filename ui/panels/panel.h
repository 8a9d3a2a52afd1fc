// A panel is a page of the window. Adding one: its folder in ui/panels, and one line in all_panels.cpp.
#pragma once

#include "ui/panels/window_bus.h"

#include <QKeySequence>
#include <QString>
#include <QWidget>
#include <filesystem>
#include <functional>
#include <vector>

class QSettings;

namespace saysee::session {
class Session;
}

namespace saysee::ui {

class Bridge;
class JobList;
class PhotoLoader;
class ThemeSwitcher;
class VoiceRecorder;

// Ends the program. Qt's standard key for that is none on some desktops.
inline constexpr QKeyCombination kQuitKey = Qt::CTRL | Qt::Key_Q;
inline constexpr QKeyCombination kFiltersKey = Qt::CTRL | Qt::Key_L;

// What every panel may use. All of it outlives the panels. GUI thread.
struct PanelContext {
    session::Session& session;
    Bridge& bridge;
    VoiceRecorder& voice;
    PhotoLoader& photos;
    ThemeSwitcher& theme;
    QSettings& settings;
    WindowBus& bus;
    JobList& jobs;
    std::filesystem::path library;  // the library's folder
    std::filesystem::path takes;  // where the recorder writes
};

struct Panel {
    enum class Place {
        Rail,  // in the navigation rail
        RailEnd,  // at its lower end
        Hidden  // reached from other panels alone
    };
    QString id;  // WindowBus::showPanel
    QString title;  // translated
    QString icon;  // icons.h
    QKeySequence shortcut;
    Place place = Place::Rail;
    // The window becomes the parent, and gives the focus to the page's focus proxy when it shows it for the first
    // time; later to what had it when the page was left.
    std::function<QWidget*(PanelContext&)> make;
};

// In the order of the rail. Call when translations are installed.
[[nodiscard]] std::vector<Panel> allPanels();

}  // namespace saysee::ui
