// Which pairs a tune may learn from, and whether they are enough.
#include "core/session/tuning/tune_data.h"

#include "core/base/hash.h"
#include "core/search/lookalikes.h"
#include "core/session/tuning.h"
#include "core/training/splits.h"

#include <algorithm>
#include <map>
#include <set>

namespace saysee::session {

using library::Pair;
using library::PairVerdict;
using training::TunePair;

namespace {

constexpr std::size_t kFewestPairs = 8;  // TuneTrainer's

std::vector<training::SplitKey> keysOf(std::span<const TunePair> pairs)
{
    std::vector<training::SplitKey> keys;
    for (const TunePair& pair : pairs)
        keys.push_back({pair.photoGroup, pair.speaker});
    return keys;
}

std::string numbered(const Pair& pair) { return "Pair " + std::to_string(pair.id.value) + ": "; }

class Collector {
public:
    Collector(library::Vectors vectors, const TuneOptions& options)
        : m_vectors(std::move(vectors)), m_options(options)
    {
    }

    base::Status add(const Pair& pair)
    {
        if (pair.verdict == PairVerdict::Unchecked && m_options.unchecked == UncheckedPairs::LeaveOut)
            ++m_data.unchecked;
        else if (pair.verdict == PairVerdict::Accepted || pair.verdict == PairVerdict::Unchecked)
            return addUsable(pair);
        return {};
    }

    TuneData finish()
    {
        dropContradictions();
        groupPhotos();
        count();
        return std::move(m_data);
    }

private:
    void leaveOut(const Pair& pair, const std::string& why) { m_data.problems.push_back(numbered(pair) + why); }

    base::Status addUsable(const Pair& pair)
    {
        std::error_code error;
        if (!pair.photo) {
            leaveOut(pair, "its photo " + pair.photoPath + " is not in the library any more.");
            return {};
        }
        if (!pair.recording && pair.text().empty()) {
            leaveOut(pair, "it has neither a recording nor a text.");
            return {};
        }
        if (pair.recording && !std::filesystem::exists(pair.recording->file, error)) {
            leaveOut(pair, "its recording is missing on the disk.");
            return {};
        }
        SAYSEE_ASSIGN(const auto vector, m_vectors.get(*pair.photo));
        if (!vector) {
            leaveOut(pair, "its photo " + pair.photoPath + " is not indexed with this model, or gone.");
            return {};
        }
        const auto values = vector->values();
        // A run is kept as JSON, and must be the same when it goes on: nothing but UTF-8 goes into it.
        const TunePair common {pair.id.value,
                               pair.photo->value,
                               0,
                               library::displayText(pair.speaker),
                               {},
                               {},
                               {values.begin(), values.end()}};
        if (m_options.settings.scope == training::TuneScope::Voice)
            addToVoice(pair, common);
        else
            addToHead(pair, common);
        return {};
    }

    // What a person corrected is what was said, and so is what came with an imported recording.
    void addToVoice(const Pair& pair, const TunePair& common)
    {
        if (!pair.recording) {
            ++m_data.written;
            return;
        }
        m_data.pairs.push_back(common);
        m_data.pairs.back().recording = pair.recording->sha256;
        m_data.pairs.back().text = library::displayText(
            pair.origin == library::PairOrigin::Imported ? pair.text() : pair.corrected.value_or(std::string()));
    }

    void addToHead(const Pair& pair, const TunePair& common)
    {
        if (pair.recording) {
            // Learned as it is heard, since that is how a search will hear it.
            m_data.pairs.push_back(common);
            m_data.pairs.back().recording = pair.recording->sha256;
        }
        // Words that a person wrote or corrected are a description of their own: somebody may type them.
        const bool corrected = pair.corrected && !pair.corrected->empty() && *pair.corrected != pair.heard;
        if (!pair.recording || corrected) {
            m_data.pairs.push_back(common);
            m_data.pairs.back().text = library::displayText(pair.text());
        }
    }

    // One recording cannot mean two different photos.
    void dropContradictions()
    {
        std::map<std::string, std::set<std::int64_t>> photosOf;
        for (const TunePair& pair : m_data.pairs)
            if (!pair.recording.empty())
                photosOf[pair.recording].insert(pair.photo);
        std::erase_if(m_data.pairs, [&](const TunePair& pair) {
            const bool contradicts = !pair.recording.empty() && photosOf[pair.recording].size() > 1;
            if (contradicts)
                m_data.problems.push_back("Pair " + std::to_string(pair.id)
                                          + ": the same recording is said to describe another photo too.");
            return contradicts;
        });
    }

    void groupPhotos()
    {
        std::vector<std::span<const float>> pictures;
        std::map<std::int64_t, std::size_t> rowOf;
        for (const TunePair& pair : m_data.pairs)
            if (rowOf.try_emplace(pair.photo, pictures.size()).second)
                pictures.emplace_back(pair.picture);
        const auto groups = search::groupLookAlikes(pictures);
        for (TunePair& pair : m_data.pairs)
            pair.photoGroup = static_cast<std::int64_t>(groups[rowOf[pair.photo]]);
        // A group is named by its lowest photo, so that pairs added later do not rename the others.
        std::map<std::int64_t, std::int64_t> lowest;
        for (const TunePair& pair : m_data.pairs) {
            const auto [entry, added] = lowest.try_emplace(pair.photoGroup, pair.photo);
            entry->second = std::min(entry->second, pair.photo);
        }
        for (TunePair& pair : m_data.pairs)
            pair.photoGroup = lowest[pair.photoGroup];
    }

    void count()
    {
        std::set<std::int64_t> photos, groups;
        std::set<std::string> speakers;
        for (const TunePair& pair : m_data.pairs) {
            photos.insert(pair.photo);
            groups.insert(pair.photoGroup);
            if (!pair.speaker.empty())
                speakers.insert(pair.speaker);
        }
        m_data.photos = photos.size();
        m_data.photoGroups = groups.size();
        m_data.speakers = speakers.size();
        const auto& settings = m_options.settings;
        const auto split = training::splitPairs(keysOf(m_data.pairs), settings.shares, settings.seed);
        m_data.heldOut = split.count(training::Side::Judge);
        m_data.stopping = split.count(training::Side::Stop);
        m_data.missing = whatIsMissing(m_data.pairs, settings);
    }

    library::Vectors m_vectors;
    const TuneOptions& m_options;
    TuneData m_data;
};

}  // namespace

std::string whatIsMissing(std::span<const TunePair> pairs, const training::TuneSettings& settings)
{
    if (pairs.size() < kFewestPairs) {
        std::set<std::int64_t> ids;  // of a pair whose words were corrected there are two
        for (const TunePair& pair : pairs)
            ids.insert(pair.id);
        const bool voice = settings.scope == training::TuneScope::Voice;
        return (voice ? "Learning a voice needs at least " : "Tuning needs at least ") + std::to_string(kFewestPairs)
            + (voice ? " accepted pairs with a recording; there are " : " accepted pairs; there are ")
            + std::to_string(ids.size()) + ".";
    }
    const auto keys = keysOf(pairs);
    if (!training::isEnough(training::splitPairs(keys, settings.shares, settings.seed), keys))
        return "All pairs are about the same few photos: describe at least five that do not look alike.";
    return {};
}

std::string TuneData::hash() const
{
    base::Sha256 hash;
    for (const TunePair& pair : pairs)
        hash.update(std::to_string(pair.photo) + '\n' + std::to_string(pair.photoGroup) + '\n' + pair.speaker + '\n'
                    + pair.recording + '\n' + pair.text + '\n');
    return hash.finish();
}

base::Result<TuneData> collectTuneData(library::Library& library, const model::EngineInfo& model,
                                       const TuneOptions& options)
{
    SAYSEE_ASSIGN(auto vectors, library.vectors(model.imageSpace, model.dimension));
    SAYSEE_ASSIGN(const auto pairs, library.pairs().list());
    Collector collector(std::move(vectors), options);
    for (const Pair& pair : pairs)
        SAYSEE_TRY(collector.add(pair));
    return collector.finish();
}

}  // namespace saysee::session
