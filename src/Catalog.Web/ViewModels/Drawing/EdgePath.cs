using System.Text;
using Catalog.Web.Formatting;

namespace Catalog.Web.ViewModels.Drawing;

/// <summary>Writes the points of an arrow as an SVG path: cubic curves between columns, straight lines across them.</summary>
public static class EdgePath
{
    /// <param name="route">The points: where it leaves, both sides of each column between, where it enters.</param>
    /// <param name="shorten">Left out at the end, so that the tip of the arrow touches the box.</param>
    public static string Of(IReadOnlyList<LayoutPoint> route, double shorten = 2)
    {
        var path = new StringBuilder($"M{Write(route[0])}");
        for (var i = 1; i < route.Count; i++)
        {
            var (start, to) = (route[i - 1], route[i]);
            if (i % 2 == 0)
            {
                path.Append($"L{Write(to)}");
                continue;
            }

            var end = i == route.Count - 1 ? to with { X = to.X - (Math.Sign(to.X - start.X) * shorten) } : to;
            var middle = (start.X + to.X) / 2;
            path.Append($"C{Write(start with { X = middle })} {Write(to with { X = middle })} {Write(end)}");
        }

        return path.ToString();
    }

    private static string Write(LayoutPoint point) => $"{Numbers.Coordinate(point.X)} {Numbers.Coordinate(point.Y)}";
}
