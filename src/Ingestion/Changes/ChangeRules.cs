using Ingestion.Model;

namespace Ingestion.Changes;

/// <summary>How changes are to be taken.</summary>
/// <param name="IsCaptured">Whether they come from the reader of a database, which writes no column whose value it does not know, and all others.</param>
/// <param name="IgnoresDeletes">Whether deleted rows make no event.</param>
/// <param name="HasWholeRows">Whether the old row of a delete is as it was; else only its key is, and what stands in the other columns is made up.</param>
internal sealed record ChangeRules(bool IsCaptured, bool IgnoresDeletes, bool HasWholeRows)
{
    internal static ChangeRules Of(SourceCapture capture) => new(IsCaptured: true, capture.Deletes == CaptureDeletes.Ignore, HasWholeRows: true);

    internal static ChangeRules Of(SourceTopic topic) => new(IsCaptured: false, IgnoresDeletes: false, topic.Before == TopicBefore.Row);
}
