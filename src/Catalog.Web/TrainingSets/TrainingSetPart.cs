namespace Catalog.Web.TrainingSets;

/// <summary>The parts of the form, from top to bottom.</summary>
public enum TrainingSetPart
{
    Features,
    Name,
    AsOf,
    View,
    Start,
    End,
    Frame,
    Timestamp,
    KnownAt,
    Splits,
}
