// Which microphone is listened to, and whether it hears well.
#pragma once

#include "core/audio/clip_quality.h"
#include "core/audio/recorder.h"
#include "core/base/result.h"
#include "ui/bridge/clip_player.h"
#include "ui/panels/panel.h"
#include "ui/settings/preferences.h"

#include <QTimer>
#include <optional>

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;

namespace saysee::ui {

// What the microphone test found, one sentence for people.
[[nodiscard]] QString describeTest(const audio::ClipQuality& quality);

class MicrophoneSection : public QWidget {
    Q_OBJECT

public:
    explicit MicrophoneSection(PanelContext& context);

    [[nodiscard]] QString verdict() const;

protected:
    void showEvent(QShowEvent* event) override;

private:
    void listDevices();
    void showDevices(const std::vector<audio::InputDevice>& devices);
    void showChannels();
    void chooseDevice();
    void chooseChannel();
    void startTest();
    void judge(base::Result<audio::Take> take);
    void showLevel();

    PanelContext& m_context;
    Preferences m_preferences;
    ClipPlayer m_player;
    std::vector<audio::InputDevice> m_devices;
    audio::Clip m_lastTest;
    QComboBox* m_device;
    QComboBox* m_channel;
    QPushButton* m_test;
    QPushButton* m_play;
    QProgressBar* m_level;
    QLabel* m_verdict;
    QTimer m_meter;
    QTimer m_end;
};

}  // namespace saysee::ui
