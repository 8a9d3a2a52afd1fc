// Training data: pictures and utterances are made in parallel, a block at a time, and appended in order.
#include "models/picturebook/recipe/data/shards.h"

#include "core/base/files.h"
#include "core/training/pretrain/shard.h"
#include "models/picturebook/recipe/parallel.h"
#include "models/picturebook/recipe/picture/render.h"
#include "models/picturebook/recipe/scene/caption.h"
#include "models/picturebook/recipe/speech/other_speech.h"
#include "models/picturebook/recipe/speech/sound.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <mutex>

namespace saysee::picturebook {
namespace {

namespace shard = training::shard;

constexpr int kBlock = 512;  // items made before they are written
constexpr QSize kDrawnSize(240, 180);  // of a picture before it is scaled down to the tower's input

// Files that only grow; the first failure sticks and is reported by finish().
class Appender {
public:
    explicit Appender(const std::filesystem::path& path)
        : m_path(path), m_file(path, std::ios::binary | std::ios::trunc)
    {
    }
    template <class T>
    void add(const std::vector<T>& values)
    {
        m_file.write(reinterpret_cast<const char*>(values.data()),
                     static_cast<std::streamsize>(values.size() * sizeof(T)));
    }
    void add(const nlohmann::json& row) { m_file << row.dump() << '\n'; }
    base::Status finish()
    {
        m_file.close();
        if (m_file.fail())
            return base::fail(base::ErrorCode::Io, "Writing " + m_path.string() + " failed; is the disk full?");
        return {};
    }

private:
    std::filesystem::path m_path;
    std::ofstream m_file;
};

constexpr std::int64_t kNoPicture = -1;

// What is to be said about which picture.
struct Line {
    std::int64_t row = 0;  // kNoPicture: speech that describes none
    Manner manner = Manner::Neutral;
};

std::string conditionOf(Manner manner)
{
    constexpr std::array<const char*, 3> names = {"clean", "cheerful", "gloomy"};
    return names[static_cast<std::size_t>(manner)];
}

std::vector<std::uint8_t> picture(const Scene& scene, std::uint64_t seed, int side)
{
    const QImage small = render(scene, seed, kDrawnSize)
                             .scaled(side, side, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
                             .convertToFormat(QImage::Format_RGB888);
    std::vector<std::uint8_t> planes(3 * static_cast<std::size_t>(side) * static_cast<std::size_t>(side));
    std::size_t at = 0;
    for (int channel = 0; channel < 3; ++channel)
        for (int y = 0; y < side; ++y) {
            const std::uint8_t* row = small.constScanLine(y);
            for (int x = 0; x < side; ++x)
                planes[at++] = row[3 * x + channel];
        }
    return planes;
}

std::vector<std::int16_t> toPcm(std::span<const float> samples)
{
    std::vector<std::int16_t> pcm(samples.size());
    std::transform(samples.begin(), samples.end(), pcm.begin(), [](float sample) {
        return static_cast<std::int16_t>(std::lround(std::clamp(sample, -1.0F, 1.0F) * 32767.0F));
    });
    return pcm;
}

std::vector<Scene> planScenes(const ShardPlan& plan)
{
    std::vector<Scene> scenes = sampleSplit(plan.split, plan.scenes + plan.tonePairs, plan.seed);
    const std::vector<Scene> paired(scenes.begin() + plan.scenes, scenes.end());
    scenes.resize(static_cast<std::size_t>(plan.scenes));
    for (const Scene& scene : paired) {
        scenes.push_back(bright(scene));
        scenes.push_back(gloomy(scene));
    }
    return scenes;
}

// In random order, so that any first part of the data is a fair sample of it.
std::vector<Line> planLines(const ShardPlan& plan)
{
    std::vector<Line> lines;
    for (int i = 0; i < plan.utterances; ++i)
        lines.push_back({i % plan.scenes, Manner::Neutral});
    for (int pair = 0; pair < plan.tonePairs; ++pair)
        for (int i = 0; i < plan.toneUtterances; ++i) {
            lines.push_back({plan.scenes + 2 * pair, Manner::Cheerful});
            lines.push_back({plan.scenes + 2 * pair + 1, Manner::Gloomy});
        }
    for (int i = 0; i < plan.otherUtterances; ++i)
        lines.push_back({kNoPicture, Manner::Neutral});
    Random random(itemSeed("lines", plan.seed, 0));
    for (std::size_t i = lines.size(); i > 1; --i)
        std::swap(lines[i - 1], lines[random.next() % i]);
    return lines;
}

base::Status writeScenes(const std::filesystem::path& folder, const ShardPlan& plan, const std::vector<Scene>& scenes,
                         const base::TaskContext& task)
{
    Appender rows(folder / shard::kScenesFile);
    Appender pictures(folder / shard::kPicturesFile);
    const int total = static_cast<int>(scenes.size());
    for (int first = 0; first < total; first += kBlock) {
        if (task.stopRequested())
            return base::cancelled();
        const int count = std::min(kBlock, total - first);
        std::vector<std::vector<std::uint8_t>> block(static_cast<std::size_t>(count));
        inParallel(count, plan.threads, [&](int i) {
            const auto row = static_cast<std::size_t>(first + i);
            block[static_cast<std::size_t>(i)] = picture(
                scenes[row], itemSeed("picture", plan.seed ^ stableHash(name(plan.split)), row), plan.pictureSide);
        });
        for (int i = 0; i < count; ++i) {
            const auto row = static_cast<std::size_t>(first + i);
            Random random(itemSeed("captions", plan.seed ^ stableHash(name(plan.split)), row));
            shard::Scene scene;
            scene.id = first + i + 10'000'000 * static_cast<std::int64_t>(plan.split);
            scene.captions = captions(scenes[row], plan.captions, Mood::Spoken, random);
            scene.attributes = attributes(scenes[row]);
            rows.add(nlohmann::json(scene));
            pictures.add(block[static_cast<std::size_t>(i)]);
        }
        task.progress(
            {"Drawing pictures", static_cast<std::uint64_t>(first + count), static_cast<std::uint64_t>(total)});
    }
    SAYSEE_TRY(rows.finish());
    return pictures.finish();
}

struct Take {
    shard::Utterance utterance;
    std::vector<std::int16_t> samples;
    base::Status status;
};

// Has no text: there is nothing to be written.
Take speakOther(Random random)
{
    Take take;
    take.utterance.scene = kNoPicture;
    take.utterance.condition = "other";
    const auto samples = makeOtherSpeech(random);
    if (samples)
        take.samples = toPcm(*samples);
    else
        take.status = tl::unexpected(samples.error());
    return take;
}

Take speakLine(const ShardPlan& plan, const std::vector<Scene>& scenes, const Line& line, std::size_t number)
{
    Random random(itemSeed("speech", plan.seed ^ stableHash(name(plan.split)), number));
    if (line.row == kNoPicture)
        return speakOther(random);
    const Scene& scene = scenes[static_cast<std::size_t>(line.row)];
    Take take;
    take.utterance.scene = line.row;
    take.utterance.text = caption(scene, line.manner == Manner::Neutral ? Mood::Spoken : Mood::LeftOut, random);
    take.utterance.condition = conditionOf(line.manner);
    const Delivery delivery = sampleDelivery(plan.split, line.manner, random);
    take.utterance.speaker = delivery.speaker();
    auto speech = speak(take.utterance.text, delivery);
    if (!speech) {
        take.status = tl::unexpected(speech.error());
        return take;
    }
    // The trainer mixes the noise in, another one in each round.
    Acoustics acoustics = sampleTrainingAcoustics(random);
    acoustics.noiseRatio.reset();
    take.samples = toPcm(recordThrough(*speech, acoustics, {}, random));
    return take;
}

base::Status writeSpeech(const std::filesystem::path& folder, const ShardPlan& plan, const std::vector<Scene>& scenes,
                         const std::vector<Line>& lines, const base::TaskContext& task)
{
    Appender rows(folder / shard::kSpeechFile);
    Appender samples(folder / shard::kSpeechSamplesFile);
    std::int64_t offset = 0;
    for (std::size_t first = 0; first < lines.size(); first += kBlock) {
        if (task.stopRequested())
            return base::cancelled();
        const std::size_t count = std::min<std::size_t>(kBlock, lines.size() - first);
        std::vector<Take> takes(count);
        inParallel(static_cast<int>(count), plan.threads, [&](int i) {
            const std::size_t number = first + static_cast<std::size_t>(i);
            takes[static_cast<std::size_t>(i)] = speakLine(plan, scenes, lines[number], number);
        });
        for (Take& take : takes) {
            SAYSEE_TRY(take.status);
            take.utterance.offset = offset;
            take.utterance.samples = static_cast<std::int64_t>(take.samples.size());
            offset += take.utterance.samples;
            rows.add(nlohmann::json(take.utterance));
            samples.add(take.samples);
        }
        task.progress({"Speaking", first + count, lines.size()});
    }
    SAYSEE_TRY(rows.finish());
    return samples.finish();
}

base::Status writeNoises(const std::filesystem::path& folder, const ShardPlan& plan)
{
    Appender rows(folder / shard::kNoiseFile);
    Appender samples(folder / shard::kNoiseSamplesFile);
    SAYSEE_ASSIGN(const std::vector<NoiseRecording> noises, makeNoises(plan.split, plan.noises, plan.seed));
    std::int64_t offset = 0;
    for (const NoiseRecording& noise : noises) {
        std::vector<float> quiet = noise.samples;  // mean square 1 would be limited at every peak
        for (float& sample : quiet)
            sample *= 0.1F;
        const shard::Noise row {noise.name, offset, static_cast<std::int64_t>(quiet.size())};
        offset += row.samples;
        rows.add(nlohmann::json(row));
        samples.add(toPcm(quiet));
    }
    SAYSEE_TRY(rows.finish());
    return samples.finish();
}

}  // namespace

base::Status writeShards(const std::filesystem::path& folder, const ShardPlan& plan, const base::TaskContext& task)
{
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    std::filesystem::remove(folder / shard::kHeaderFile, error);
    if (error)
        return base::fail(base::ErrorCode::Io, "The folder " + folder.string() + " can not be written.",
                          error.message());
    const std::vector<Scene> scenes = planScenes(plan);
    const std::vector<Line> lines = planLines(plan);
    SAYSEE_TRY(writeNoises(folder, plan));
    SAYSEE_TRY(writeScenes(folder, plan, scenes, task));
    SAYSEE_TRY(writeSpeech(folder, plan, scenes, lines, task));
    shard::SetHeader header;
    header.pictureSide = plan.pictureSide;
    header.scenes = static_cast<std::int64_t>(scenes.size());
    header.utterances = static_cast<std::int64_t>(lines.size());
    header.noises = plan.noises;
    header.attributeSizes.assign(kAttributeSizes.begin(), kAttributeSizes.end());
    return base::writeFileAtomically(folder / shard::kHeaderFile, nlohmann::json(header).dump(2) + '\n');
}

}  // namespace saysee::picturebook
