using Ingestion.Model;

namespace Ingestion.Contracts;

/// <summary>Finds columns of a source.</summary>
internal static class SourceColumns
{
    /// <summary>The place of the column; -1 when the source has none of that name.</summary>
    internal static int IndexOf(Source source, string column)
    {
        for (var i = 0; i < source.Columns.Count; i++)
        {
            if (source.Columns[i].Name == column)
            {
                return i;
            }
        }

        return -1;
    }
}
