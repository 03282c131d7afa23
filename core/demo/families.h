// What can be rendered. One function per family; the list decides which scene index is of which family.
#pragma once

#include <span>

#include "core/demo/geometry.h"

namespace adapnet::demo {

struct Family {
    const char* id;  // permanent: names the files of the demo gallery
    SceneModel (*build)(RandomStream& stream);
};
std::span<const Family> families();

// Buildings (buildings.cpp, landmarks.cpp, statue.cpp)
SceneModel buildFacade(RandomStream& stream);
SceneModel buildOffice(RandomStream& stream);
SceneModel buildTower(RandomStream& stream);
SceneModel buildChurch(RandomStream& stream);
SceneModel buildDome(RandomStream& stream);
SceneModel buildBridge(RandomStream& stream);
SceneModel buildLighthouse(RandomStream& stream);
SceneModel buildStatue(RandomStream& stream);
// A plainer house for the neighbourhood: its blocks are added to `quads`.
void addNeighbour(std::vector<Quad>& quads, RandomStream& stream, const Point3& centreBottom,
                  const Point3& size);

// Flat things (printed.cpp)
SceneModel buildPoster(RandomStream& stream);
SceneModel buildPainting(RandomStream& stream);
SceneModel buildSign(RandomStream& stream);
SceneModel buildClock(RandomStream& stream);
SceneModel buildMural(RandomStream& stream);
SceneModel buildWindow(RandomStream& stream);
// Things on a table (packages.cpp)
SceneModel buildBook(RandomStream& stream);
SceneModel buildPackage(RandomStream& stream);
SceneModel buildCan(RandomStream& stream);
SceneModel buildRug(RandomStream& stream);
// The artwork of covers, posters and labels.
void paintArtwork(Canvas& canvas, RandomStream& stream, const cv::Rect2d& area, const Palette& palette);
void paintLandscape(Canvas& canvas, RandomStream& stream, const cv::Rect2d& area);

}  // namespace adapnet::demo
