#include "ui/controllers/incoming_files.h"

#include "ui/bridge/text.h"

#include <QCoreApplication>
#include <QMimeData>
#include <QMimeDatabase>
#include <QUrl>

namespace saysee::ui {

namespace {

constexpr std::size_t kMostLookedAt = 100;

struct IncomingFiles {
    Q_DECLARE_TR_FUNCTIONS(IncomingFiles)
};

enum class Use { None, Picture, Clip };

Use useOf(const std::filesystem::path& path)
{
    const QString type = QMimeDatabase().mimeTypeForFile(displayPath(path)).name();
    if (type.startsWith(QLatin1String("image/")))
        return Use::Picture;
    // Voice memos come as video containers that hold sound alone.
    if (type.startsWith(QLatin1String("audio/")) || type.startsWith(QLatin1String("video/")))
        return Use::Clip;
    return Use::None;
}

}  // namespace

SortedFiles sortFiles(const Paths& paths)
{
    SortedFiles sorted;
    sorted.given = paths.size();
    for (const auto& path : paths) {
        std::error_code ignored;
        if (std::filesystem::is_directory(path, ignored)) {
            sorted.folders.push_back(path);
            continue;
        }
        if (sorted.lookedAt == kMostLookedAt)
            continue;
        ++sorted.lookedAt;
        const Use use = useOf(path);
        if (use == Use::Picture && sorted.pictures++ == 0)
            sorted.picture = path;
        if (use == Use::Clip && sorted.clips++ == 0)
            sorted.clip = path;
    }
    return sorted;
}

QString remark(const SortedFiles& sorted)
{
    const std::size_t files = sorted.given - sorted.folders.size();
    if (files > 0 && sorted.pictures + sorted.clips == 0 && sorted.folders.empty())
        return IncomingFiles::tr(
            "There is no picture and no sound in what you gave: drop one picture, one sound file or a folder "
            "of photos.");
    if (sorted.pictures > 1 || sorted.clips > 1)
        return IncomingFiles::tr("A search takes one picture and one sound file: the first of each is used. To add "
                                 "photos, drop their folder.");
    return {};
}

Paths localFiles(const QMimeData& data)
{
    Paths paths;
    const QList<QUrl> urls = data.urls();
    for (const QUrl& url : urls)
        if (auto path = toPath(url); !path.empty())
            paths.push_back(std::move(path));
    return paths;
}

void openFiles(const Paths& paths, Bridge& bridge, WindowBus& bus)
{
    bridge.aside<SortedFiles>([paths]() -> base::Result<SortedFiles> { return sortFiles(paths); }, &bus,
                              [&bus](base::Result<SortedFiles> sorted) {
                                  if (!sorted->folders.empty())
                                      Q_EMIT bus.addFolders(sorted->folders);
                                  if (!sorted->picture.empty())
                                      Q_EMIT bus.searchPicture(sorted->picture);
                                  if (!sorted->clip.empty())
                                      Q_EMIT bus.searchClip(sorted->clip);
                                  if (const QString said = remark(*sorted); !said.isEmpty())
                                      Q_EMIT bus.statusMessage(said);
                              });
}

}  // namespace saysee::ui
