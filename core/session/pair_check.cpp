#include "core/session/pair_check.h"

#include "core/audio/decode.h"
#include "core/audio/voice_activity.h"
#include "core/session/labelling.h"

#include <map>
#include <set>

namespace saysee::session {

using library::Pair;

namespace {

// By the hash of a recording, the photos that it is said to describe.
using PhotosOf = std::map<std::string, std::set<std::string>>;

PhotosOf describedPhotos(const std::vector<Pair>& pairs)
{
    PhotosOf photos;
    for (const Pair& pair : pairs)
        if (pair.recording)
            photos[pair.recording->sha256].insert(pair.photoPath);
    return photos;
}

std::vector<std::string> problemsOf(const Pair& pair, const PhotosOf& described)
{
    std::vector<std::string> problems;
    if (!pair.photo)
        problems.push_back("its photo " + pair.photoPath + " is not in the library (any more).");
    if (!pair.recording && pair.text().empty())
        problems.emplace_back("it has neither a recording nor a text.");
    if (!pair.recording)
        return problems;
    const auto clip = audio::decodeFile(pair.recording->file);
    const auto speech = clip ? audio::trimToSpeech(*clip) : clip;
    if (!speech)
        problems.push_back(speech.error().message);
    if (described.at(pair.recording->sha256).size() > 1)
        problems.emplace_back("the same recording is said to describe another photo too.");
    return problems;
}

std::string numbered(base::PairId pair, const std::string& problem)
{
    return "Pair " + std::to_string(pair.value) + ": " + problem;
}

}  // namespace

base::Result<std::vector<std::string>> checkPairs(library::Library& library, const base::TaskContext& task)
{
    SAYSEE_ASSIGN(auto pairs, library.pairs().list());
    std::erase_if(pairs, [](const Pair& pair) { return pair.verdict == library::PairVerdict::Rejected; });
    const PhotosOf described = describedPhotos(pairs);
    std::vector<std::string> problems;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        task.progress({"Checking pairs", i + 1, pairs.size()});
        if (task.stopRequested())
            return base::cancelled();
        for (const std::string& problem : problemsOf(pairs[i], described))
            problems.push_back(numbered(pairs[i].id, problem));
    }
    for (const base::PairId pair : suspiciousPairs(pairs))
        problems.push_back(
            numbered(pair, "its photo comes far later than usual for what was heard: listen to it again."));
    return problems;
}

}  // namespace saysee::session
