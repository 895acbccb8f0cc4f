using FeatureStore.Ports;

namespace FeatureStore.Redis;

/// <summary>Refuses writes that no store on Redis can hold.</summary>
internal static class RowCheck
{
    private const int LongestViewName = ushort.MaxValue;

    internal static void Check(in OnlineWrite row)
    {
        if (string.IsNullOrEmpty(row.View) || row.View.Length > LongestViewName)
        {
            throw new ArgumentException($"A row needs the name of its view, at most {LongestViewName:N0} characters long; it is '{row.View}'.", nameof(row));
        }

        if (row.Row.IsEmpty)
        {
            throw new ArgumentException($"The row of '{row.View}' has no bytes; an empty row means that there is none.", nameof(row));
        }
    }
}
