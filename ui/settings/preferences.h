// A person's choices, by name and type. Whatever stands in the file, what is read here is valid.
#pragma once

#include "core/audio/audio_input.h"

#include <QKeySequence>
#include <QLatin1String>
#include <QString>
#include <optional>

class QSettings;

namespace saysee::ui {

// How long past queries and their sound are kept.
enum class KeepQueries { Not, Week, Month, Year, Always };
[[nodiscard]] std::optional<int> days(KeepQueries keep);  // empty: for ever

enum class PreRoll { Off, WhileFocused };

// A view on the settings, which must outlive it; every change is written by QSettings itself. Keys are public where
// WindowBus::settingChanged tells of them. GUI thread.
class Preferences {
public:
    explicit Preferences(QSettings& settings) : m_settings(settings) { }

    [[nodiscard]] audio::DeviceName microphone() const;  // default: the system's
    void setMicrophone(const audio::DeviceName& device);
    [[nodiscard]] std::optional<int> channel() const;  // counted from 0; default: the average of all
    void setChannel(std::optional<int> channel);
    static constexpr QLatin1String kPreRollKey {"microphone/preRoll"};
    [[nodiscard]] PreRoll preRoll() const;  // default: WhileFocused
    void setPreRoll(PreRoll preRoll);

    [[nodiscard]] QString device() const;  // for the model: "auto" (default), "cpu", "cuda", "cuda:N"
    void setDevice(const QString& device);

    [[nodiscard]] QString language() const;  // "en", "de", ...; default empty: the system's
    void setLanguage(const QString& language);

    static constexpr QLatin1String kKeepQueriesKey {"privacy/keepQueries"};
    [[nodiscard]] KeepQueries keepQueries() const;  // default: Month
    void setKeepQueries(KeepQueries keep);

    [[nodiscard]] QString speaker() const;  // who describes photos; empty: nobody has said
    void setSpeaker(const QString& name);

    // Whether the desktop is asked for a key that works while another program has the focus. Default: no.
    static constexpr QLatin1String kGlobalShortcutKey {"globalShortcut"};
    [[nodiscard]] bool globalShortcut() const;
    void setGlobalShortcut(bool wanted);

    // The key that shows a panel; `standard` while none was chosen. An empty one is a choice, too.
    static constexpr QLatin1String kShortcutsKey {"shortcuts"};
    [[nodiscard]] QKeySequence shortcut(const QString& panel, const QKeySequence& standard) const;
    void setShortcut(const QString& panel, const QKeySequence& keys);

private:
    QSettings& m_settings;
};

}  // namespace saysee::ui
