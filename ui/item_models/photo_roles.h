// What every model of photos offers to the views that show photos.
#pragma once

#include <qnamespace.h>

namespace saysee::ui {

enum PhotoItemRole {
    PhotoRole = Qt::UserRole,  // qint64: the photo's id; 0 for a heading
    PathRole,  // std::filesystem::path
    HeadingRole,  // bool: a line of text across the view, not a photo
    MarkRole,  // QColor beside a heading; may be absent
    WhyRole  // QString: why it matched; may be absent
};

}  // namespace saysee::ui
