namespace Ingestion.Files;

/// <summary>An uploaded file, safe on disk.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Fingerprint">SHA-256 of its bytes in lower-case hexadecimal.</param>
/// <param name="Length">Its size in bytes.</param>
internal sealed record SpooledFile(string Path, string Fingerprint, long Length);
