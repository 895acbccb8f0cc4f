namespace Catalog.Web.Components.Controls;

/// <summary>A stable colour per domain, so that a domain looks the same on every page and after every start.</summary>
internal static class Hue
{
    private const int Hues = 8;

    /// <summary>A class of app.css. FNV-1a, since the runtime's own string hash changes with every start.</summary>
    public static string Of(string name)
    {
        var hash = 2166136261u;
        foreach (var letter in name)
        {
            hash = unchecked((hash ^ letter) * 16777619u);
        }

        return $"hue-{hash % Hues}";
    }
}
