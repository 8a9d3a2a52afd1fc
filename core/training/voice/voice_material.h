// What a voice is learned from. First the pace at which the recogniser understands the person best, then every
// recording at that pace and a little slower and faster, then what each of them says, then what else it may be taken
// for.
#pragma once

#include "core/model/head/head.h"
#include "core/training/voice/dictation.h"
#include "core/training/voice/heard.h"
#include "core/training/voice/labels.h"
#include "core/training/voice/pace_search.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace saysee::training {

// A recording that is learned from or that says when to stop.
struct VoiceSample {
    std::int64_t row = 0;  // of its pair
    bool learned = false;  // learned from
    Heard heard;
    std::vector<at::Tensor> variations;  // [T, H] half: states of the same at another pace, where it is learned from
    Label label;

    // Whether somebody speaks and it is known, more or less, what.
    [[nodiscard]] bool usable() const { return !label.texts.empty() && heard.states.size(0) > 0; }
};

class VoiceMaterial {
public:
    // `start`: the head that the run starts from; a voice that it has keeps its pace. All must outlive the material.
    // Pace and labels are kept in the request's folder, under the run's `description`; recordings among the features.
    VoiceMaterial(model::Engine& engine, const model::WhisperDecoder& decoder, const TuneRequest& request,
                  const model::Head& start, std::string description);

    // Adds a recording, which is learned from or says when to stop. Before anything else.
    void add(std::int64_t row, bool learned);
    // Pace and labels of a run that is continued; whether there are any. Before the first step. Errors:
    // VersionMismatch (of another run), Io, Corrupt.
    base::Result<bool> restore();

    // One step; false when everything is there. Errors: those of reading and of the engine.
    base::Result<bool> advance();
    [[nodiscard]] std::size_t done() const { return m_done; }
    [[nodiscard]] std::size_t total() const { return m_total; }  // how many steps labels take is an estimate

    // Once everything is there:
    [[nodiscard]] double pace() const { return *m_pace; }
    [[nodiscard]] const std::vector<VoiceSample>& samples() const { return m_samples; }
    [[nodiscard]] Shortlist shortlist() const { return shortlistOf(m_decoder, m_likely); }
    base::Result<Dictation> dictation(const at::Tensor& states, const std::string& language,
                                      const std::string& text) const;

private:
    [[nodiscard]] const TunePair& pair(const VoiceSample& sample) const;
    base::Result<Heard> heardAt(const TunePair& recording, double pace, Words words) const;
    base::Status paceStep();
    base::Status hearingStep(VoiceSample& sample);
    base::Status variationStep(VoiceSample& sample);
    base::Status labelStep();
    base::Status likelyStep(const VoiceSample& sample);
    [[nodiscard]] base::Status keep() const;

    model::Engine& m_engine;
    model::EngineParts& m_parts;
    const model::WhisperDecoder& m_decoder;
    const TuneRequest& m_request;
    const model::Head& m_start;
    std::string m_description;
    std::filesystem::path m_file;
    std::vector<VoiceSample> m_samples;
    std::size_t m_done = 0;
    std::size_t m_total = 0;
    std::optional<PaceSearch> m_paceSearch;
    std::optional<double> m_pace;
    std::size_t m_heard = 0;  // of the samples
    std::size_t m_varied = 0;
    std::optional<LabelMaker> m_labelMaker;
    bool m_labelled = false;
    std::vector<at::Tensor> m_likely;  // each sample's share of the shortlist
};

}  // namespace saysee::training
