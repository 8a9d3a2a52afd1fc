#include "core/session/tuning/probe.h"

#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/base/log.h"
#include "core/image/decode.h"
#include "core/image/preprocess.h"
#include "core/session/sample_library.h"

#include <algorithm>
#include <utility>

namespace saysee::session {

using nlohmann::json;

namespace {

constexpr std::size_t kCaptions = 120;
constexpr std::size_t kPicturesAtOnce = 2;  // CLIP ViT-B/32 takes about 100 ms for one on two cores

}  // namespace

base::Result<ProbeMaker> ProbeMaker::create(const std::filesystem::path& cache)
{
    ProbeMaker maker;
    maker.m_cache = cache;
    const auto sample = findSample();
    if (!sample) {
        base::log(base::LogLevel::Warning, "Tunes are not checked on general searches: " + sample.error().message);
        return maker;
    }
    SAYSEE_ASSIGN(const json manifest, base::readJson(*sample / "manifest.json"));
    const auto add = [&](const std::string& photo, std::string recording, std::string text) {
        const auto number = -static_cast<std::int64_t>(maker.m_pairs.size()) - 1;  // never a photo of the library
        maker.m_pairs.push_back({number, number, number, {}, std::move(recording), std::move(text), {}});
        maker.m_pictures.push_back(*sample / photo);
    };
    try {
        for (const json& query : manifest.at("queries")) {
            const auto file = *sample / query.at("path").get<std::string>();
            SAYSEE_ASSIGN(std::string hash, base::sha256OfFile(file));
            maker.m_recordings.emplace_back(hash, file);
            add(query.at("photo"), std::move(hash), {});
        }
        const json& photos = manifest.at("photos");
        const std::size_t every = std::max<std::size_t>(1, photos.size() / kCaptions);
        for (std::size_t i = 0; i < photos.size(); i += every)
            add(photos[i].at("path"), {}, photos[i].at("captions").at(0));
    } catch (const json::exception& error) {
        return base::fail(base::ErrorCode::Corrupt, "The sample library's manifest is damaged; install SaySee anew.",
                          error.what());
    }
    return maker;
}

std::filesystem::path ProbeMaker::recording(const std::string& hash) const
{
    const auto found = std::find_if(m_recordings.begin(), m_recordings.end(),
                                    [&](const auto& recording) { return recording.first == hash; });
    return found == m_recordings.end() ? std::filesystem::path() : found->second;
}

std::filesystem::path ProbeMaker::cacheFile(model::Engine& engine) const
{
    return m_cache / ("probe-" + engine.info().imageSpace.value + ".json");
}

base::Status ProbeMaker::readCache(model::Engine& engine)
{
    std::vector<std::string> names;
    for (const auto& picture : m_pictures)
        names.push_back(picture.string());
    const auto cached = base::readJson(cacheFile(engine));
    if (!cached || cached->value("pictures", json()) != json(names) || !cached->contains("vectors"))
        return {};
    try {
        const auto vectors = cached->at("vectors").get<std::vector<std::vector<float>>>();
        for (m_next = 0; m_next < std::min(vectors.size(), m_pairs.size()); ++m_next)
            m_pairs[m_next].picture = vectors[m_next];
    } catch (const json::exception& damaged) {
        base::log(base::LogLevel::Debug, damaged.what());  // made anew
    }
    return {};
}

base::Status ProbeMaker::writeCache(model::Engine& engine) const
{
    json document = {{"pictures", json::array()}, {"vectors", json::array()}};
    for (std::size_t i = 0; i < m_pairs.size(); ++i) {
        document["pictures"].push_back(m_pictures[i].string());
        document["vectors"].push_back(m_pairs[i].picture);
    }
    std::error_code error;
    std::filesystem::create_directories(m_cache, error);
    return base::writeFileAtomically(cacheFile(engine), base::jsonText(document));
}

base::Result<bool> ProbeMaker::step(model::Engine& engine)
{
    if (!std::exchange(m_looked, true))
        SAYSEE_TRY(readCache(engine));
    if (m_next == m_pairs.size())
        return false;
    const auto& spec = engine.info().preprocess;
    std::vector<image::PixelTensor> pixels;
    for (std::size_t i = m_next; i < std::min(m_next + kPicturesAtOnce, m_pairs.size()); ++i) {
        SAYSEE_ASSIGN(const auto decoded,
                      image::decodeFile(m_pictures[i], {.shorterSide = image::encoderShorterSide(spec.size)}));
        SAYSEE_ASSIGN(auto prepared, image::preprocess(decoded, spec));
        pixels.push_back(std::move(prepared));
    }
    SAYSEE_ASSIGN(const auto vectors, engine.embedImages(pixels));
    for (const auto& vector : vectors)
        m_pairs[m_next++].picture.assign(vector.values().begin(), vector.values().end());
    if (m_next < m_pairs.size())
        return true;
    if (const auto written = writeCache(engine); !written)
        base::log(base::LogLevel::Warning, written.error().message);
    return false;
}

}  // namespace saysee::session
