// What screen readers see of a PhotoGrid.
#pragma once

namespace saysee::ui {

// From then on every PhotoGrid is a list whose children are the rows of its model: a photo's name, place and state,
// and the headings between. May be called again.
void describePhotoGrids();

}  // namespace saysee::ui
