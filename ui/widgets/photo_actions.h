// What can be done with a photo's file outside this program.
#pragma once

#include <QString>
#include <filesystem>
#include <functional>
#include <vector>

namespace saysee::ui {

// In the program that the desktop opens it with. False when there is none.
bool openPhoto(const std::filesystem::path& photo);
// Selected in the file manager (org.freedesktop.FileManager1), else its folder opened. Returns at once.
void showInFolder(const std::filesystem::path& photo);
// The files, for file managers and editors, and their paths as text.
void copyPhotos(const std::vector<std::filesystem::path>& photos);

}  // namespace saysee::ui
