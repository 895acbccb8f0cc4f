namespace Catalog.Client;

/// <summary>How the server spells formats.</summary>
internal static class DatasetFormatWords
{
    extension(DatasetFormat format)
    {
        /// <summary>The word for it.</summary>
        /// <exception cref="ArgumentException">It is none.</exception>
        internal string Word => format switch
        {
            DatasetFormat.Parquet => "parquet",
            DatasetFormat.Csv => "csv",
            DatasetFormat.Arrow => "arrow",
            _ => throw new ArgumentException($"The format is '{format}'; it must be Parquet, Csv or Arrow."),
        };
    }
}
