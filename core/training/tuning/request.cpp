#include "core/training/tuning/request.h"

#include "core/base/files.h"
#include "core/base/hash.h"

#include <nlohmann/json.hpp>

namespace saysee::training {

using base::ErrorCode;

namespace {

constexpr std::size_t kFewestPairs = 8;

base::Status checkPairs(const std::vector<TunePair>& pairs, int dimension)
{
    for (const auto& pair : pairs) {
        if (static_cast<int>(pair.picture.size()) != dimension)
            return base::fail(ErrorCode::InvalidArgument,
                              "Pair " + std::to_string(pair.id) + " has a picture vector of another model.");
        if (pair.recording.empty() && pair.text.empty())
            return base::fail(ErrorCode::InvalidArgument,
                              "Pair " + std::to_string(pair.id) + " has neither a recording nor a text.");
    }
    return {};
}

}  // namespace

base::Result<Sides> divide(const TuneRequest& request, TuneState& state)
{
    if (request.pairs.size() < kFewestPairs)
        return base::fail(ErrorCode::InvalidArgument,
                          "Tuning needs at least " + std::to_string(kFewestPairs) + " pairs; there are "
                              + std::to_string(request.pairs.size()) + ".");
    std::vector<SplitKey> keys;
    for (const auto& pair : request.pairs)
        keys.push_back({pair.photoGroup, pair.speaker});
    const Split split = splitPairs(keys, request.settings.shares, request.settings.seed);
    if (!isEnough(split, keys))
        return base::fail(
            ErrorCode::InvalidArgument,
            "Tuning needs pairs of more different photos: to learn from, to know when to stop, and to check on.");
    Sides sides;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        auto& side = split.sides[i] == Side::Fit ? sides.fit
            : split.sides[i] == Side::Stop       ? sides.stop
                                                 : sides.judge;
        side.push_back(static_cast<std::int64_t>(i));
    }
    state.speakersApart = split.speakersApart;
    state.trained = sides.fit.size();
    state.stopping = sides.stop.size();
    state.heldOut = sides.judge.size();
    return sides;
}

base::Status checkRequest(const TuneRequest& request, int dimension)
{
    SAYSEE_TRY(checkPairs(request.pairs, dimension));
    SAYSEE_TRY(checkPairs(request.probe, dimension));
    if (request.gallery.size() % static_cast<std::size_t>(dimension) != 0)
        return base::fail(ErrorCode::InvalidArgument, "The gallery's vectors are of another model.");
    return {};
}

base::Status makeFolders(const TuneRequest& request)
{
    for (const auto& folder : {request.work, request.features}) {
        std::error_code error;
        std::filesystem::create_directories(folder, error);
        if (error)
            return base::fail(ErrorCode::Io, "The folder " + folder.string() + " cannot be made.", error.message());
    }
    return {};
}

base::SpaceId startOf(const model::EngineParts& parts, const TuneRequest& request)
{
    return request.settings.start == TuneStart::OwnHead ? parts.info.untunedSpace : parts.info.querySpace;
}

std::string describe(const TuneRequest& request, const std::string& networks)
{
    const auto& s = request.settings;
    nlohmann::json text = {networks,       static_cast<int>(s.scope),
                           s.epochs,       s.batch,
                           s.learningRate, s.warmUpShare,
                           s.weightDecay,  s.clip,
                           s.outerWeight,  s.innerWeight,
                           s.soundWeight,  s.temperature,
                           s.patience,     s.shares.stop,
                           s.shares.judge, s.galleryWeight,
                           s.negatives,    static_cast<int>(s.temperatureRule),
                           s.seed};
    for (const auto& pair : request.pairs)
        text.push_back({pair.id, pair.photo, pair.photoGroup, pair.speaker, pair.recording, pair.text});
    return base::sha256(base::jsonText(text));
}

base::Error holdsAnotherRun(const TuneRequest& request)
{
    return {ErrorCode::VersionMismatch,
            request.work.string() + " holds another run; remove it or choose another folder.",
            {}};
}

at::Tensor candidatesOf(const TuneRequest& request, std::int64_t dimension)
{
    std::vector<float> values;
    for (const auto* side : {&request.pairs, &request.probe})
        for (const TunePair& pair : *side)
            values.insert(values.end(), pair.picture.begin(), pair.picture.end());
    values.insert(values.end(), request.gallery.begin(), request.gallery.end());
    return at::tensor(at::ArrayRef<float>(values)).reshape({-1, dimension});
}

}  // namespace saysee::training
