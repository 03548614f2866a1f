namespace Peregrine.Engine.Matching;

/// <summary>Answers whether the record behind a code really has this id; a struct, so that the question inlines into the probe.</summary>
internal interface IIdOwner
{
    bool Owns(IndexCode code, long id);
}
