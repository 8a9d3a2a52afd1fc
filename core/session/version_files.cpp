#include "core/session/version_files.h"

#include "core/base/files.h"

namespace saysee::session {

using base::ErrorCode;
using base::fail;
using nlohmann::json;

namespace {

// What windows and scripts rely on; throws where it is another.
void checkShape(const json& settings, const json& metrics)
{
    (void)settings.at("scope").get<std::string>();
    (void)metrics.at("trained").get<std::size_t>();
    (void)metrics.at("best_epoch").get<int>();
    (void)metrics.at("over_fitting").get<double>();
    (void)metrics.at("gate").at("passed").get<bool>();
    for (const json& point : metrics.at("curve"))
        for (const char* figure : {"epoch", "loss", "trained", "stopping"})
            (void)point.at(figure).get<double>();
    for (const char* side : {"held_out", "probe"})
        for (const char* when : {"before", "after"})
            for (const char* recall : {"recall_1", "recall_5", "recall_10"})
                for (const char* figure : {"value", "low", "high"})
                    (void)metrics.at(side).at(when).at(recall).at(figure).get<double>();
}

}  // namespace

base::Result<library::Version> readVersion(model::Engine& engine, const std::filesystem::path& file)
{
    SAYSEE_ASSIGN(const std::string text, engine.aboutTune(file));
    SAYSEE_ASSIGN(const json about, base::parseJson(text, file.string()));
    library::Version version;
    try {
        version.name = about.at("name");
        version.pack = about.at("pack");
        version.dataHash = about.at("data_hash");
        version.settings = about.at("settings");
        version.metrics = about.at("metrics");
        version.reason = about.at("reason");
        version.createdAt = about.at("created_at");
        checkShape(version.settings, version.metrics);
    } catch (const json::exception& error) {
        return fail(ErrorCode::Corrupt, file.string() + " says too little about itself to be a version.",
                    error.what());
    }
    version.metrics["imported"] = true;  // judged on somebody else's pairs
    version.model = engine.info().untunedSpace;
    return version;
}

base::Result<base::VersionId> importVersion(library::Library& library, model::Engine& engine,
                                            const std::filesystem::path& file)
{
    SAYSEE_ASSIGN(const library::Version version, readVersion(engine, file));
    return library.versions().add(version, file);
}

base::Status exportVersion(library::Library& library, base::VersionId id, const std::filesystem::path& file)
{
    SAYSEE_ASSIGN(const library::Version version, library.versions().get(id));
    SAYSEE_ASSIGN(const std::string content, base::readFile(version.file));
    return base::writeFileAtomically(file, content);
}

}  // namespace saysee::session
