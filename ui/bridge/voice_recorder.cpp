#include "ui/bridge/voice_recorder.h"

#include <filesystem>
#include <utility>

namespace saysee::ui {

VoiceRecorder::VoiceRecorder(audio::AudioInput& input, const std::filesystem::path& directory, Bridge& bridge)
    : m_bridge(bridge),
      m_recorder(
          input, {.directory = directory},
          {.stateChanged = [to = bridge.to<audio::RecorderState>(this,
                                                                 [this](base::Result<audio::RecorderState> state) {
                                                                     Q_EMIT stateChanged(*state);
                                                                 })](audio::RecorderState state) { to(state); },
           .finished = [to = bridge.to<audio::Take>(
                            this, [this](base::Result<audio::Take> take) { deliver(std::move(take)); })](
                           audio::Take take) { to(std::move(take)); },
           .failed = [to = bridge.to<audio::Take>(this, [this](base::Result<audio::Take> take) {
               deliver(std::move(take));
           })](base::Error error) { to(tl::unexpected(std::move(error))); }})
{
}

VoiceRecorder::~VoiceRecorder() = default;

bool VoiceRecorder::start(QObject* owner, Finished finished)
{
    if (isTaking()) {
        Q_EMIT refused(tr("The microphone is busy with another recording; try again when that has ended."));
        return false;
    }
    m_owner = owner;
    m_finished = std::move(finished);
    ++m_takes;
    m_recorder.start();
    return true;
}

void VoiceRecorder::stop()
{
    if (!isTaking() || m_cancelling)
        return;
    m_recorder.stop();
    afterwards(Command::Stop);
}

void VoiceRecorder::cancel()
{
    if (!isTaking() || m_cancelling)
        return;
    m_cancelling = true;
    m_recorder.cancel();
    afterwards(Command::Cancel);
}

// The recorder says nothing about a take that was cancelled, or stopped before anything could be heard.
void VoiceRecorder::afterwards(Command command)
{
    using State = audio::RecorderState;
    m_recorder.afterwards([to = m_bridge.to<State>(this, [this, command, take = m_takes](base::Result<State> state) {
        if (!isTaking() || take != m_takes)
            return;
        if (command == Command::Cancel)
            return deliver(base::cancelled());
        if (*state != State::Recording && *state != State::Draining)
            deliver(base::fail(base::ErrorCode::AudioUnusable,
                               tr("That was too short: keep the key down while you speak.").toStdString()));
    })](State state) { to(state); });
}

void VoiceRecorder::deliver(base::Result<audio::Take> take)
{
    if (m_cancelling && take) {
        std::error_code ignored;
        std::filesystem::remove(take->file, ignored);
        take = base::cancelled();
    }
    if (!isTaking())
        return;
    m_cancelling = false;
    const Finished finished = std::exchange(m_finished, nullptr);
    if (!m_owner.isNull())
        finished(std::move(take));
}

}  // namespace saysee::ui
