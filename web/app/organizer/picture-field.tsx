/** An event's picture: what it is now, another one, and what was wrong with the last try. */
import { ImagePlus } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import { useRevalidator } from 'react-router';
import { CardSection } from '../ui/card.tsx';
import { Problem } from '../ui/problem.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { LiveRegion } from '../ui/live-region.tsx';
import { PICTURE_TYPES, pictureFault, uploadPicture } from './picture-upload.ts';

type Fault = ReturnType<typeof pictureFault>;

/** The picture of an event that exists: a chosen file is sent at once. */
export function PictureEditor({ eventId, imageUrl }: { eventId: string; imageUrl: string | null }) {
  const { revalidate } = useRevalidator();
  const [state, setState] = useState<'idle' | 'sending' | 'saved'>('idle');
  const [fault, setFault] = useState<Fault>(null);
  const send = async (file: File) => {
    setState('sending');
    const refused = await uploadPicture(eventId, file);
    setFault(refused);
    setState(refused ? 'idle' : 'saved');
    if (!refused) await revalidate();
  };
  return (
    <CardSection title="Picture" id="picture">
      <PictureFrame url={imageUrl} />
      <PicturePicker label={imageUrl === null ? 'Choose a picture' : 'Choose another picture'} onPick={send} />
      {state === 'sending' && <Spinner>Saving the picture…</Spinner>}
      <LiveRegion>{state === 'saved' ? 'Picture saved' : ''}</LiveRegion>
      <Problem refusal={fault} />
    </CardSection>
  );
}

/** The picture of an event that is only being made: kept here until there is an event to send it to. */
export function PictureChoice({ onPick }: { onPick: (file: File | null) => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [fault, setFault] = useState<Fault>(null);
  const url = useObjectUrl(file);
  const pick = (picked: File) => {
    const refused = pictureFault(picked);
    setFault(refused);
    setFile(refused ? null : picked);
    onPick(refused ? null : picked);
  };
  return (
    <CardSection title="Picture">
      <PictureFrame url={url} />
      <PicturePicker label={file ? 'Choose another picture' : 'Choose a picture'} onPick={pick} />
      <Problem refusal={fault} />
    </CardSection>
  );
}

function PictureFrame({ url }: { url: string | null }) {
  const look = 'aspect-video w-full max-w-md rounded-card border border-line bg-sunken';
  if (url !== null) return <img src={url} alt="The event’s current one" className={`${look} object-cover`} />;
  return (
    <div className={`${look} grid place-items-center border-dashed text-muted`}>
      <span className="grid justify-items-center gap-2">
        <ImagePlus aria-hidden size={32} />
        No picture yet
      </span>
    </div>
  );
}

function PicturePicker({ label, onPick }: { label: string; onPick: (file: File) => void }) {
  const id = useId();
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <p id={`${id}-hint`} className="text-muted text-small">
        JPEG, PNG or WebP of up to 5 MB, wider than high: it is shown as 16:9.
      </p>
      <input
        id={id}
        type="file"
        accept={PICTURE_TYPES.join(',')}
        aria-describedby={`${id}-hint`}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          if (file) onPick(file);
        }}
        className="min-h-12 w-full max-w-md rounded-field border border-control bg-surface p-2 file:me-3 file:min-h-8 file:rounded-field file:border-0 file:bg-sunken file:px-3 file:font-medium file:text-text"
      />
    </div>
  );
}

/** An address for a file in this browser, given back when it is no longer shown. */
function useObjectUrl(file: File | null): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!file) return;
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return file && url;
}
