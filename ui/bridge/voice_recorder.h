// The window's one microphone, shared by all panels: whoever starts a take gets it.
#pragma once

#include "core/audio/recorder.h"
#include "ui/bridge/bridge.h"

#include <QObject>

namespace saysee::ui {

// GUI thread. `input` and `bridge` must outlive it.
class VoiceRecorder : public QObject {
    Q_OBJECT

public:
    using Finished = std::function<void(base::Result<audio::Take>)>;

    // Takes are written to `directory`.
    VoiceRecorder(audio::AudioInput& input, const std::filesystem::path& directory, Bridge& bridge);
    ~VoiceRecorder() override;

    // `finished` is called exactly once on the GUI thread, with the take or with why there is none (Cancelled after
    // cancel()), unless `owner` is gone by then. False while another take is running: refused() says so.
    bool start(QObject* owner, Finished finished);
    void stop();
    void cancel();
    [[nodiscard]] bool isTaking() const { return m_finished != nullptr; }
    // Who started the running take; null without one.
    [[nodiscard]] QObject* owner() const { return isTaking() ? m_owner.data() : nullptr; }

    // The recorder itself, for its level, length, samples so far, devices and pre-roll.
    [[nodiscard]] audio::Recorder& recorder() { return m_recorder; }

Q_SIGNALS:
    void stateChanged(saysee::audio::RecorderState state);
    void refused(const QString& why);  // start() was

private:
    enum class Command { Stop, Cancel };
    void afterwards(Command command);
    void deliver(base::Result<audio::Take> take);

    Bridge& m_bridge;
    QPointer<QObject> m_owner;
    Finished m_finished;  // null when no take is running
    quint64 m_takes = 0;  // tells an answer about this take from one about an earlier one
    bool m_cancelling = false;
    audio::Recorder m_recorder;  // last: its thread ends before what it calls is gone
};

}  // namespace saysee::ui
