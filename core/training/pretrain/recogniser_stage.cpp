#include "core/training/pretrain/recogniser_stage.h"

#include "core/model/whisper/decoder.h"
#include "core/model/whisper/encoder.h"
#include "core/model/whisper/log_mel.h"
#include "core/text/word_error_rate.h"
#include "core/training/pretrain/shard_reader.h"
#include "core/training/pretrain/speech_targets.h"
#include "core/training/pretrain/speech_variation.h"
#include "core/training/pretrain/write_network.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>
#include <optional>
#include <sstream>

namespace saysee::training {
namespace {

constexpr const char* kLetters = "letters.weight";  // of training alone, never in the pack
constexpr const char* kLettersBias = "letters.bias";
constexpr const char* kConditions = "conditions.weight";
// Positions of silence (20 ms each) behind a batch's longest clip: few, as they cost as much as speech; but now and
// then as many as recognition appends.
constexpr std::int64_t kLeastTail = 5;
constexpr std::int64_t kTailRange = 15;
constexpr std::int64_t kLongTail = 60;
constexpr std::uint64_t kLongTailEvery = 8;
// A log-mel value varies by about 0.3 and each GELU halves it: without these the sound would be a tenth of what the
// positions add to it, and the encoder would take far longer to hear anything.
constexpr double kPositionScale = 0.15;
constexpr double kConvolutionGain = 2.5;
constexpr std::size_t kEvaluated = 200;  // utterances of the validation split
constexpr std::size_t kEvaluationBatch = 25;
constexpr std::int64_t kLongestAnswer = 40;  // tokens decoded in an evaluation

// Whisper's encoder positions: sines, then cosines, of wavelengths from 2 pi to 10,000 * 2 pi.
at::Tensor sinusoids(std::int64_t length, std::int64_t width)
{
    const auto half = width / 2;
    const at::Tensor scales =
        at::exp(at::arange(half, at::kFloat) * (-std::log(10000.0) / static_cast<double>(half - 1)));
    const at::Tensor angles = at::arange(length, at::kFloat).unsqueeze(1) * scales;  // [length, half]
    return at::cat({angles.sin(), angles.cos()}, 1);
}

// The data say what the recogniser shall write, so nothing is normalised.
std::vector<std::string> wordsOf(const std::string& text)
{
    std::istringstream stream(text);
    return {std::istream_iterator<std::string>(stream), {}};
}

struct Network {
    model::WhisperEncoder encoder;
    model::WhisperDecoder decoder;
};

struct SpeechBatch {
    at::Tensor mel;  // [B, bands, 2 T]
    at::Tensor speech;  // [B, T] float, 1 where the clip lies, 0 in the silence behind it
    at::Tensor input;  // [B, L]
    at::Tensor target;  // [B, L]
    std::vector<std::vector<std::int64_t>> letters;  // of each row
    std::vector<std::int64_t> conditions;  // kIgnored for rows without speech
};

class RecogniserStage final : public Stage {
public:
    RecogniserStage(const RecogniserSettings& settings, model::WhisperConfig config, text::WhisperTokenizer tokenizer,
                    ShardReader train, ShardReader validation, std::filesystem::path folder, at::Device device)
        : m_settings(settings), m_config(config), m_tokenizer(std::move(tokenizer)), m_train(std::move(train)),
          m_validation(std::move(validation)), m_folder(std::move(folder)), m_device(device), m_mel(config.melBands),
          m_variation(m_settings, m_train)
    {
    }

    base::Status initialise()
    {
        for (const auto& utterance : m_train.utterances()) {
            if (utterance.samples > 0 && utterance.samples <= longestClip())
                m_rows.push_back(&utterance);
            if (!utterance.text.empty()
                && std::find(m_conditions.begin(), m_conditions.end(), utterance.condition) == m_conditions.end())
                m_conditions.push_back(utterance.condition);
        }
        std::sort(m_conditions.begin(), m_conditions.end());
        if (m_rows.empty())
            return base::fail(base::ErrorCode::InvalidArgument,
                              "The training data hold no speech that is short enough.");

        auto weights = model::Weights::random(m_parameters, m_settings.run.seed);
        model::WhisperEncoder(m_config, weights);
        model::WhisperDecoder(m_config, weights);
        weights.take(kLetters, {kLetterClasses, m_config.width});
        weights.take(kLettersBias, {kLetterClasses}, model::Init::Zeros);
        weights.take(kConditions, {static_cast<std::int64_t>(m_conditions.size()), m_config.width});
        SAYSEE_TRY(weights.status());
        scaleToInputs(m_parameters);
        m_parameters["model.encoder.embed_positions.weight"] =
            kPositionScale * sinusoids(m_config.audioContext, m_config.width);
        for (const char* convolution : {"model.encoder.conv1.weight", "model.encoder.conv2.weight"})
            m_parameters.at(convolution).mul_(kConvolutionGain);
        for (auto& [name, tensor] : m_parameters)
            tensor = tensor.to(m_device);
        return {};
    }

    [[nodiscard]] std::string name() const override { return "recogniser"; }
    [[nodiscard]] const model::TensorMap& parameters() const override { return m_parameters; }

    base::Result<StepLoss> loss(std::int64_t step) override
    {
        SAYSEE_ASSIGN(const SpeechBatch batch, makeBatch(step));
        SAYSEE_ASSIGN(const Network network, makeNetwork(m_settings.run.bfloat16));
        const auto type = m_settings.run.bfloat16 ? at::kBFloat16 : at::kFloat;
        const at::Tensor states = network.encoder.forward(batch.mel.to(m_device, type));  // [B, T, D]
        const at::Tensor logits = network.decoder.forward(batch.input.to(m_device), states).to(at::kFloat);
        const at::Tensor words = at::cross_entropy_loss(logits.flatten(0, 1), batch.target.to(m_device).flatten(), {},
                                                        at::Reduction::Mean, kIgnored);
        const at::Tensor floats = states.to(at::kFloat);
        const at::Tensor letters = letterLoss(floats, batch.letters);
        const at::Tensor condition = conditionLoss(floats, batch);
        StepLoss result;
        result.total = words + m_settings.ctcWeight * letters + m_settings.conditionWeight * condition;
        result.parts = {{"words", words.item<double>()},
                        {"letters", letters.item<double>()},
                        {"condition", condition.item<double>()}};
        return result;
    }

    base::Result<Evaluation> evaluate() override
    {
        const at::NoGradGuard noGrad;
        SAYSEE_ASSIGN(const Network network, makeNetwork(false));
        text::WordErrors errors;
        for (const auto& rows : validationBatches()) {
            const auto heard = transcribe(network, rows);
            for (std::size_t i = 0; i < rows.size(); ++i)
                errors += text::wordErrors(wordsOf(rows[i]->text), wordsOf(heard[i]));
        }
        return Evaluation {-errors.rate(), {{"word_error_rate", errors.rate()}}};
    }

    base::Status write() override
    {
        auto config = m_settings.network;
        config["model_type"] = "whisper";
        auto stored = m_parameters;
        for (const char* own : {kLetters, kLettersBias, kConditions})
            stored.erase(own);
        return writeNetwork(m_folder, config, stored);
    }

private:
    using Rows = std::vector<const shard::Utterance*>;

    [[nodiscard]] std::int64_t longestClip() const
    {
        const auto positions = m_config.audioContext - kLeastTail;
        return static_cast<std::int64_t>(static_cast<double>(positions * 2 * model::kMelHop)
                                         * (1 - m_settings.speedRange));
    }

    base::Result<Network> makeNetwork(bool bfloat16) const
    {
        const auto tensors = inPrecision(m_parameters, bfloat16);
        const auto type = bfloat16 ? at::kBFloat16 : at::kFloat;
        model::Weights weights(tensors, "the network in training", at::TensorOptions(m_device).dtype(type));
        Network network {model::WhisperEncoder(m_config, weights), model::WhisperDecoder(m_config, weights)};
        SAYSEE_TRY(weights.status());
        return network;
    }

    // Clips of about the same length come together; which ones, and in which order the batches come, is new in each
    // epoch.
    Rows rowsOf(std::int64_t step)
    {
        const auto total = static_cast<std::int64_t>(m_rows.size());
        const auto size = std::min(m_settings.run.batch, total);
        const auto batches = total / size;
        if (m_epoch != step / batches) {
            m_epoch = step / batches;
            m_order = m_rows;
            std::mt19937_64 random(stepSeed(m_settings.run.seed ^ 0xB0C4ULL, m_epoch));
            std::vector<std::pair<double, const shard::Utterance*>> keyed;
            for (const auto* row : m_rows)
                keyed.emplace_back(static_cast<double>(row->samples)
                                       * (0.9 + 0.2 * static_cast<double>(random() >> 11U) * 0x1.0p-53),
                                   row);
            std::stable_sort(keyed.begin(), keyed.end(),
                             [](const auto& a, const auto& b) { return a.first < b.first; });
            for (std::size_t i = 0; i < keyed.size(); ++i)
                m_order[i] = keyed[i].second;
            m_batches = shuffledRows(batches, m_settings.run.seed, m_epoch);
        }
        const auto first = m_order.begin() + m_batches[static_cast<std::size_t>(step % batches)] * size;
        return {first, first + size};
    }

    base::Result<SpeechBatch> makeBatch(std::int64_t step)
    {
        std::mt19937_64 random(stepSeed(m_settings.run.seed, step));
        const auto silent = static_cast<std::uint64_t>(m_settings.silentShare * 1000);
        const auto longest = static_cast<std::size_t>((m_config.audioContext - kLeastTail) * 2 * model::kMelHop);
        std::vector<std::vector<float>> clips;
        std::vector<std::vector<std::int64_t>> input;
        std::vector<std::vector<std::int64_t>> target;
        SpeechBatch batch;
        for (const auto* row : rowsOf(step)) {
            const bool recorded = random() % 1000 >= silent;
            clips.push_back(recorded ? m_variation.vary(*row, longest, random)
                                     : m_variation.withoutSpeech(static_cast<std::size_t>(row->samples), random));
            const bool speaks = recorded && !row->text.empty();
            SAYSEE_ASSIGN(auto answer, decoderRow(m_tokenizer, speaks ? row->text : "", m_settings.language));
            input.push_back(std::move(answer.input));
            target.push_back(std::move(answer.target));
            batch.letters.push_back(speaks ? lettersOf(row->text) : std::vector<std::int64_t> {});
            batch.conditions.push_back(speaks ? conditionOf(*row) : kIgnored);
        }
        const auto tail = random() % kLongTailEvery == 0
            ? kLongTail
            : kLeastTail + static_cast<std::int64_t>(random() % kTailRange);
        batch.mel = spectrograms(clips, tail);
        for (std::int64_t i = 0; i < batch.mel.size(0); ++i)
            m_variation.hide(batch.mel[i], random);
        batch.speech = speechMask(clips, batch.mel.size(2) / 2);
        batch.input = padded(input, m_tokenizer.specials().endOfText);
        batch.target = padded(target, kIgnored);
        return batch;
    }

    // [B, bands, 2 T], each clip followed by silence, T = longest + tail, at most the context.
    [[nodiscard]] at::Tensor spectrograms(const std::vector<std::vector<float>>& clips, std::int64_t tail) const
    {
        std::size_t longest = 0;
        for (const auto& clip : clips)
            longest = std::max(longest, clip.size());
        const auto step = static_cast<std::size_t>(2 * model::kMelHop);
        const auto positions = std::min<std::int64_t>(static_cast<std::int64_t>((longest + step - 1) / step) + tail,
                                                      m_config.audioContext);
        std::vector<at::Tensor> rows;
        for (const auto& clip : clips)
            rows.push_back(m_mel.window(clip, 2 * positions));
        return at::stack(rows);
    }

    static at::Tensor speechMask(const std::vector<std::vector<float>>& clips, std::int64_t positions)
    {
        at::Tensor mask = at::zeros({static_cast<std::int64_t>(clips.size()), positions});
        for (std::size_t i = 0; i < clips.size(); ++i) {
            const auto length = static_cast<std::int64_t>(clips[i].size()) / (2 * model::kMelHop);
            mask[static_cast<std::int64_t>(i)].narrow(0, 0, std::clamp<std::int64_t>(length, 1, positions)).fill_(1);
        }
        return mask;
    }

    [[nodiscard]] std::int64_t conditionOf(const shard::Utterance& utterance) const
    {
        return std::find(m_conditions.begin(), m_conditions.end(), utterance.condition) - m_conditions.begin();
    }

    // Rows without speech are left out: the loss of an empty text grows with the clip and would drown the others'.
    at::Tensor letterLoss(const at::Tensor& states, const std::vector<std::vector<std::int64_t>>& letters) const
    {
        std::vector<std::int64_t> speaking;
        std::vector<std::vector<std::int64_t>> targets;
        std::vector<std::int64_t> lengths;
        for (std::size_t i = 0; i < letters.size(); ++i) {
            if (letters[i].empty())
                continue;
            speaking.push_back(static_cast<std::int64_t>(i));
            targets.push_back(letters[i]);
            lengths.push_back(static_cast<std::int64_t>(letters[i].size()));
        }
        if (speaking.empty())
            return at::zeros({}, states.options());
        const at::Tensor heard = states.index_select(0, at::tensor(speaking, at::kLong).to(m_device));
        const at::Tensor scores = at::log_softmax(
            at::linear(heard, m_parameters.at(kLetters), m_parameters.at(kLettersBias)), 2);  // [B, T, letters]
        const std::vector<std::int64_t> inputLengths(speaking.size(), states.size(1));
        return at::ctc_loss(scores.transpose(0, 1), padded(targets, 0).to(m_device), inputLengths, lengths, 0,
                            at::Reduction::Mean, true);
    }

    at::Tensor conditionLoss(const at::Tensor& states, const SpeechBatch& batch) const
    {
        const at::Tensor speech = batch.speech.to(m_device).unsqueeze(2);  // [B, T, 1]
        const at::Tensor mean = (states * speech).sum(1) / speech.sum(1);  // [B, D]
        const at::Tensor target = at::tensor(batch.conditions, at::kLong).to(m_device);
        if (!target.ge(0).any().item<bool>())
            return at::zeros({}, states.options());
        return at::cross_entropy_loss(at::linear(mean, m_parameters.at(kConditions)), target, {}, at::Reduction::Mean,
                                      kIgnored);
    }

    [[nodiscard]] std::vector<Rows> validationBatches() const
    {
        Rows rows;
        for (const auto& utterance : m_validation.utterances()) {
            if (!utterance.text.empty() && utterance.samples > 0 && utterance.samples <= longestClip()
                && rows.size() < kEvaluated)
                rows.push_back(&utterance);
        }
        std::stable_sort(rows.begin(), rows.end(), [](auto* a, auto* b) { return a->samples < b->samples; });
        std::vector<Rows> batches;
        for (std::size_t first = 0; first < rows.size(); first += kEvaluationBatch)
            batches.emplace_back(rows.begin() + static_cast<std::ptrdiff_t>(first),
                                 rows.begin()
                                     + static_cast<std::ptrdiff_t>(std::min(rows.size(), first + kEvaluationBatch)));
        return batches;
    }

    std::vector<std::string> transcribe(const Network& network, const Rows& rows) const
    {
        std::vector<std::vector<float>> clips;
        for (const auto* row : rows)
            clips.push_back(toFloats(m_validation.samples(*row)));
        const at::Tensor states = network.encoder.forward(spectrograms(clips, kLongTail).to(m_device));
        const auto cross = network.decoder.crossKeyValues(states);
        std::vector<model::KeyValue> cache(cross.size());
        const auto count = static_cast<std::int64_t>(rows.size());
        at::Tensor tokens = at::tensor(startTokens(m_tokenizer, m_settings.language), at::kLong)
                                .unsqueeze(0)
                                .expand({count, -1})
                                .to(m_device);
        const auto end = m_tokenizer.specials().endOfText;
        at::Tensor ended = at::zeros({count, 1}, tokens.options().dtype(at::kBool));
        std::vector<at::Tensor> heard;
        for (std::int64_t i = 0; i < kLongestAnswer && !ended.all().item<bool>(); ++i) {
            const at::Tensor hidden = network.decoder.advance(tokens, cross, cache);
            tokens =
                network.decoder.logits(hidden.narrow(1, hidden.size(1) - 1, 1)).argmax(2).masked_fill(ended, end);
            ended = ended.logical_or(tokens.eq(end));
            heard.push_back(tokens);
        }
        return decode(at::cat(heard, 1).cpu());
    }

    std::vector<std::string> decode(const at::Tensor& tokens) const
    {
        std::vector<std::string> texts;
        for (std::int64_t i = 0; i < tokens.size(0); ++i) {
            const at::Tensor row = tokens[i].contiguous();
            const auto* first = row.data_ptr<std::int64_t>();
            const std::vector<int> ids(first, first + row.numel());
            texts.push_back(m_tokenizer.decode(ids));
        }
        return texts;
    }

    RecogniserSettings m_settings;
    model::WhisperConfig m_config;
    text::WhisperTokenizer m_tokenizer;
    ShardReader m_train;
    ShardReader m_validation;
    std::filesystem::path m_folder;
    at::Device m_device;
    model::LogMel m_mel;
    SpeechVariation m_variation;
    std::vector<std::string> m_conditions;
    model::TensorMap m_parameters;
    Rows m_rows;
    Rows m_order;
    std::vector<std::int64_t> m_batches;
    std::int64_t m_epoch = -1;
};

}  // namespace

base::Result<std::unique_ptr<Stage>> makeRecogniserStage(const RecogniserSettings& settings,
                                                         const PretrainFolders& folders, at::Device device)
{
    const auto folder = folders.pack / "recogniser";
    SAYSEE_ASSIGN(auto tokenizer, text::WhisperTokenizer::load(folder));
    auto complete = settings;
    complete.network["vocab_size"] = tokenizer.vocabularySize();
    SAYSEE_ASSIGN(const auto config, model::whisperConfigFromJson(complete.network, "the recipe's recogniser"));
    SAYSEE_ASSIGN(auto train, ShardReader::open(folders.data / "train"));
    SAYSEE_ASSIGN(auto validation, ShardReader::open(folders.data / "validation"));
    auto stage = std::make_unique<RecogniserStage>(complete, config, std::move(tokenizer), std::move(train),
                                                   std::move(validation), folder, device);
    SAYSEE_TRY(stage->initialise());
    return stage;
}

}  // namespace saysee::training
