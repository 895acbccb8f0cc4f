namespace Catalog.Web.ViewModels.Drawing;

/// <summary>A box to be placed.</summary>
/// <param name="Id">Unique; decides between nodes that could stand in either order.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
public sealed record LayoutNode(string Id, double Width, double Height);

/// <summary>An arrow between two boxes.</summary>
/// <param name="From">The box that it leaves.</param>
/// <param name="To">The box that it enters.</param>
/// <param name="FromOffset">How far below the top of its box it leaves.</param>
/// <param name="ToOffset">How far below the top of its box it enters.</param>
public sealed record LayoutEdge(string From, string To, double FromOffset, double ToOffset);

/// <summary>Where a box stands.</summary>
/// <param name="X">Left side.</param>
/// <param name="Y">Top.</param>
/// <param name="Width">Width.</param>
/// <param name="Height">Height.</param>
/// <param name="Layer">Number of its column from the left, from 0.</param>
public readonly record struct Placement(double X, double Y, double Width, double Height, int Layer)
{
    public double Right => X + Width;

    public double Bottom => Y + Height;
}

/// <summary>A point of an arrow.</summary>
public readonly record struct LayoutPoint(double X, double Y);
