namespace FeatureStore.Model;

/// <summary>Names one feature in a request: <c>view:feature</c>, or <c>view@v2:feature</c> for a version.</summary>
/// <param name="View">Name of the view.</param>
/// <param name="Feature">Name of the feature.</param>
/// <param name="Version">Version of the view; null means the current one.</param>
public readonly record struct FeatureReference(string View, string Feature, int? Version = null)
{
    /// <summary>Reads <c>view:feature</c>, <c>view@v2:feature</c> or <c>view@latest:feature</c>. False when the text has another form.</summary>
    public static bool TryParse(string? text, out FeatureReference reference)
    {
        reference = default;
        var parts = (text ?? string.Empty).Split(':');
        if (parts.Length != 2 || parts[0].Length == 0 || parts[1].Length == 0)
        {
            return false;
        }

        var view = parts[0].Split('@');
        if (view.Length == 1)
        {
            reference = new(view[0], parts[1]);
            return true;
        }

        if (view.Length != 2 || view[0].Length == 0)
        {
            return false;
        }

        if (view[1] == "latest")
        {
            reference = new(view[0], parts[1]);
            return true;
        }

        if (view[1].Length > 1 && view[1][0] == 'v' && int.TryParse(view[1].AsSpan(1), out var version) && version > 0)
        {
            reference = new(view[0], parts[1], version);
            return true;
        }

        return false;
    }

    /// <inheritdoc />
    public override string ToString() => Version is { } version ? $"{View}@v{version}:{Feature}" : $"{View}:{Feature}";
}
