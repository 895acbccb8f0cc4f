namespace Ingestion.Formats;

/// <summary>Where a field lies in its record: its content without the quotes around it, and whether doubled quotes are inside.</summary>
internal readonly record struct CsvField(int Start, int Length, bool Quoted, bool HasDoubledQuotes);
