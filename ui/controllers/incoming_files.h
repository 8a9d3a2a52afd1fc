// Files that come from outside, dropped, pasted or handed over at the start: what each of them is for.
#pragma once

#include "ui/bridge/bridge.h"
#include "ui/panels/window_bus.h"

#include <QObject>

class QMimeData;

namespace saysee::ui {

// What a heap of files amounts to: all its folders, and the first file that can be searched with.
struct SortedFiles {
    Paths folders;
    std::filesystem::path picture;
    std::filesystem::path clip;
    std::size_t pictures = 0;  // among the files looked at
    std::size_t clips = 0;
    std::size_t lookedAt = 0;
    std::size_t given = 0;
};

// Reads the files' first bytes; at most the first hundred files are looked at. Any thread.
[[nodiscard]] SortedFiles sortFiles(const Paths& paths);

// What is said about files that nothing could be done with, or not with all; empty when all is well.
[[nodiscard]] QString remark(const SortedFiles& sorted);

[[nodiscard]] Paths localFiles(const QMimeData& data);

// Sorts the files off the GUI thread and asks the bus: folders are added, a picture or a clip is searched with.
void openFiles(const Paths& paths, Bridge& bridge, WindowBus& bus);

}  // namespace saysee::ui
