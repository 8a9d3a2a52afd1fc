#include "models/picturebook/recipe/data/dataset.h"

#include "core/audio/wav_writer.h"
#include "core/base/files.h"
#include "models/picturebook/recipe/data/bad_input.h"
#include "models/picturebook/recipe/parallel.h"
#include "models/picturebook/recipe/picture/render.h"
#include "models/picturebook/recipe/scene/caption.h"
#include "models/picturebook/recipe/speech/sound.h"

#include <cstdio>
#include <nlohmann/json.hpp>
#include <optional>

namespace saysee::picturebook {
namespace {

using nlohmann::json;

constexpr QSize kPictureSize(640, 480);
constexpr int kNoises = 18;

std::string numbered(const char* pattern, int number)
{
    std::array<char, 64> text {};
    std::snprintf(text.data(), text.size(), pattern, number);
    return text.data();
}

std::string lines(const std::vector<json>& rows)
{
    std::string text;
    for (const json& row : rows)
        text += row.dump() + '\n';
    return text;
}

class DatasetWriter {
public:
    DatasetWriter(std::filesystem::path folder, const DatasetPlan& plan, const base::TaskContext& task)
        : m_folder(std::move(folder)), m_plan(plan), m_task(task),
          m_stream("dataset " + std::string(name(plan.split))),
          m_scenes(sampleSplit(plan.split, plan.pictures + plan.tonePairs, plan.seed))
    {
    }

    base::Status write()
    {
        SAYSEE_TRY(makeFolders());
        SAYSEE_ASSIGN(m_noises, makeNoises(m_plan.split, kNoises, m_plan.seed));
        SAYSEE_TRY(writePictures());
        SAYSEE_TRY(writeSpeech());
        SAYSEE_TRY(writeTone());
        SAYSEE_TRY(writeBad());
        const json header = {{"schema", 1},
                             {"name", "picturebook-" + std::string(name(m_plan.split))},
                             {"seed", m_plan.seed},
                             {"pictures", m_plan.pictures},
                             {"utterances", m_plan.pictures * m_plan.captions}};
        return base::writeFileAtomically(m_folder / "dataset.json", header.dump(2) + '\n');
    }

private:
    base::Status makeFolders() const
    {
        std::error_code error;
        std::filesystem::remove(m_folder / "dataset.json", error);
        for (const char* part : {"pictures", "speech/clean", "speech/noise10", "speech/noise0", "tone", "bad"})
            if (std::filesystem::create_directories(m_folder / part, error); error)
                return base::fail(base::ErrorCode::Io, "The folder " + m_folder.string() + " can not be written.",
                                  error.message());
        return {};
    }

    [[nodiscard]] std::uint64_t seedOf(const char* part, int number) const
    {
        return itemSeed(m_stream + part, m_plan.seed, static_cast<std::uint64_t>(number));
    }

    // Runs make(0) to make(count - 1) on all cores and lists their rows in order.
    base::Status writeList(const char* file, const char* phase, int count,
                           const std::function<base::Result<std::vector<json>>(int)>& make) const
    {
        std::vector<base::Result<std::vector<json>>> results(static_cast<std::size_t>(count), std::vector<json>());
        std::atomic<std::uint64_t> done = 0;
        inParallel(count, m_plan.threads, [&](int i) {
            if (m_task.stopRequested())
                return;
            results[static_cast<std::size_t>(i)] = make(i);
            if (const auto now = ++done; now % 100 == 0 || now == static_cast<std::uint64_t>(count))
                m_task.progress({phase, now, static_cast<std::uint64_t>(count)});
        });
        if (m_task.stopRequested())
            return base::cancelled();
        std::string text;
        for (const auto& result : results) {
            if (!result)
                return tl::unexpected(result.error());
            text += lines(*result);
        }
        return base::writeFileAtomically(m_folder / file, text);
    }

    [[nodiscard]] std::vector<std::string> captionsOf(int picture) const
    {
        Random random(seedOf("captions", picture));
        return captions(m_scenes[static_cast<std::size_t>(picture)], m_plan.captions, Mood::Spoken, random);
    }

    base::Status writePictures() const
    {
        return writeList(
            "pictures.jsonl", "Drawing pictures", m_plan.pictures, [&](int i) -> base::Result<std::vector<json>> {
                const std::string path = numbered("pictures/%04d.jpg", i);
                SAYSEE_TRY(savePicture(m_scenes[static_cast<std::size_t>(i)], seedOf("picture", i), m_folder / path));
                return std::vector<json> {{{"picture", i}, {"path", path}, {"captions", captionsOf(i)}}};
            });
    }

    base::Status writeSpeech() const
    {
        const int count = m_plan.pictures * m_plan.captions;
        return writeList("speech.jsonl", "Speaking", count, [&](int i) { return speakCaption(i); });
    }

    base::Result<std::vector<json>> speakCaption(int number) const
    {
        const int picture = number / m_plan.captions;
        const std::vector<std::string> texts = captionsOf(picture);
        const std::string& text = texts[static_cast<std::size_t>(number % m_plan.captions) % texts.size()];
        Random random(seedOf("speech", number));
        const Delivery delivery = sampleDelivery(m_plan.split, Manner::Neutral, random);
        SAYSEE_ASSIGN(const std::vector<float> speech, speak(text, delivery));
        const Random room = random;  // the same room and microphone in every condition
        std::vector<json> rows;
        for (const std::optional<double> ratio : {std::optional<double>(), std::optional(10.0), std::optional(0.0)}) {
            Random own = room;
            const Acoustics acoustics = sampleTestAcoustics(ratio, own);
            const std::string path = "speech/" + conditionName(acoustics) + numbered("/%05d.flac", number);
            SAYSEE_TRY(audio::writeClip(m_folder / path, recordThrough(speech, acoustics, m_noises, own)));
            rows.push_back({{"picture", picture},
                            {"path", path},
                            {"text", text},
                            {"speaker", delivery.speaker()},
                            {"condition", conditionName(acoustics)}});
        }
        return rows;
    }

    base::Status writeTone() const
    {
        return writeList("tone.jsonl", "Speaking in two manners", m_plan.tonePairs,
                         [&](int i) { return tonePair(i); });
    }

    base::Result<std::vector<json>> tonePair(int number) const
    {
        const Scene& scene = m_scenes[static_cast<std::size_t>(m_plan.pictures + number)];
        const std::string brightPath = numbered("tone/%03d-bright.jpg", number);
        const std::string gloomyPath = numbered("tone/%03d-gloomy.jpg", number);
        const std::uint64_t seed = seedOf("tone picture", number);
        SAYSEE_TRY(savePicture(bright(scene), seed, m_folder / brightPath));
        SAYSEE_TRY(savePicture(gloomy(scene), seed, m_folder / gloomyPath));
        Random random(seedOf("tone speech", number));
        const std::string text = caption(scene, Mood::LeftOut, random);
        std::vector<json> rows;
        for (const Manner manner : {Manner::Cheerful, Manner::Gloomy}) {
            const bool cheerful = manner == Manner::Cheerful;
            const Delivery delivery = sampleDelivery(m_plan.split, manner, random);
            SAYSEE_ASSIGN(const std::vector<float> speech, speak(text, delivery));
            const std::string path = numbered(cheerful ? "tone/%03d-cheerful.flac" : "tone/%03d-gloomy.flac", number);
            const Acoustics acoustics = sampleTestAcoustics(std::nullopt, random);
            SAYSEE_TRY(audio::writeClip(m_folder / path, recordThrough(speech, acoustics, {}, random)));
            rows.push_back({{"path", path},
                            {"text", text},
                            {"speaker", delivery.speaker()},
                            {"condition", cheerful ? "cheerful" : "gloomy"},
                            {"picture", cheerful ? brightPath : gloomyPath},
                            {"other", cheerful ? gloomyPath : brightPath}});
        }
        return rows;
    }

    base::Status writeBad() const
    {
        const int count = m_plan.badClips * static_cast<int>(kBadKinds.size());
        return writeList("bad.jsonl", "Recording what is no query", count,
                         [&](int i) -> base::Result<std::vector<json>> {
                             const std::string_view kind = kBadKinds[static_cast<std::size_t>(i / m_plan.badClips)];
                             Random random(seedOf("bad", i));
                             SAYSEE_ASSIGN(const std::vector<float> samples, makeBadClip(kind, m_noises, random));
                             const std::string path = numbered("bad/%03d.flac", i);
                             SAYSEE_TRY(audio::writeClip(m_folder / path, samples));
                             return std::vector<json> {{{"path", path}, {"kind", kind}}};
                         });
    }

    std::filesystem::path m_folder;
    DatasetPlan m_plan;
    const base::TaskContext& m_task;
    std::string m_stream;
    std::vector<Scene> m_scenes;
    std::vector<NoiseRecording> m_noises;
};

}  // namespace

base::Status writeDataset(const std::filesystem::path& folder, const DatasetPlan& plan, const base::TaskContext& task)
{
    return DatasetWriter(folder, plan, task).write();
}

base::Status savePicture(const Scene& scene, std::uint64_t seed, const std::filesystem::path& path)
{
    Random quality(seed);
    if (!render(scene, seed, kPictureSize)
             .save(QString::fromStdString(path.string()), "JPEG", quality.integer(72, 92)))
        return base::fail(base::ErrorCode::Io, "The picture " + path.string() + " can not be written.");
    return {};
}

}  // namespace saysee::picturebook
